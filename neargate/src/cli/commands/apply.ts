import { defineCommand } from '../command.ts';
import { runTerraform } from '../run-terraform.ts';
import { targetOption, terraformOptions, terraformRequest } from '../terraform-options.ts';

export const apply = defineCommand({
  name: 'apply',
  summary: 'Make the local account be what the Terraform directory says.',
  options: {
    ...terraformOptions,
    ...targetOption,
    'auto-approve': { type: 'boolean', description: 'Accepted as in Terraform; a local apply never asks' },
  },
  examples: ['neargate apply', 'neargate apply --dir infra -var-file dev.tfvars'],
  run: (invocation) =>
    runTerraform(
      { ...terraformRequest(invocation), action: 'apply', targets: invocation.options.target ?? [] },
      invocation,
    ),
});
