import { defineCommand } from '../command.ts';
import { runTerraform } from '../run-terraform.ts';
import { targetOption, terraformOptions, terraformRequest } from '../terraform-options.ts';

export const destroy = defineCommand({
  name: 'destroy',
  summary: 'Destroy everything the Terraform directory has made in the local account.',
  options: {
    ...terraformOptions,
    ...targetOption,
    'auto-approve': { type: 'boolean', description: 'Accepted as in Terraform; a local destroy never asks' },
  },
  examples: ['neargate destroy', 'neargate destroy --dir infra -target aws_ecs_service.web'],
  run: (invocation) =>
    runTerraform(
      { ...terraformRequest(invocation), action: 'destroy', targets: invocation.options.target ?? [] },
      invocation,
    ),
});
