import { defineCommand } from '../command.ts';
import { runTerraform } from '../run-terraform.ts';
import { targetOption, terraformOptions, terraformRequest } from '../terraform-options.ts';

export const plan = defineCommand({
  name: 'plan',
  summary: 'Show what an apply of the Terraform directory would change.',
  options: {
    ...terraformOptions,
    ...targetOption,
    'detailed-exitcode': {
      type: 'boolean',
      description: 'Exit with 2 when there are changes, 0 when there are none',
    },
  },
  examples: [
    'neargate plan',
    'neargate plan --dir infra -var environment=dev',
    'neargate plan -detailed-exitcode',
  ],
  run: (invocation) =>
    runTerraform(
      {
        ...terraformRequest(invocation),
        action: 'plan',
        targets: invocation.options.target ?? [],
        detailedExitCode: invocation.options['detailed-exitcode'] ?? false,
      },
      invocation,
    ),
});
