import { UserError } from '../../core/user-error.ts';
import { defineCommand } from '../command.ts';
import { runTerraform } from '../run-terraform.ts';
import { terraformOptions, terraformRequest } from '../terraform-options.ts';

export const output = defineCommand({
  name: 'output',
  summary: "Show the Terraform directory's output values as the last apply left them.",
  positionals: [{ name: 'NAME', optional: true }],
  options: {
    ...terraformOptions,
    json: { type: 'boolean', description: 'Print JSON, as "terraform output -json" does' },
    raw: { type: 'boolean', description: 'Print the one named value as it is' },
  },
  examples: ['neargate output', 'neargate output --json', 'neargate output -raw alb_url'],
  run(invocation) {
    const { options, positionals } = invocation;
    const [outputName] = positionals;
    if (options.raw === true && outputName === undefined) {
      throw new UserError('-raw needs the name of one output.', {
        remedy: 'Give it: neargate output -raw NAME',
        exitCode: 2,
      });
    }
    return runTerraform(
      {
        ...terraformRequest(invocation),
        action: 'output',
        format: options.json === true ? 'json' : options.raw === true ? 'raw' : 'text',
        ...(outputName === undefined ? {} : { outputName }),
      },
      invocation,
    );
  },
});
