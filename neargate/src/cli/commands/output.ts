import { UserError } from '../../core/user-error.ts';
import { defineCommand } from '../command.ts';
import { readSettings } from '../../runtime/settings.ts';
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
  async run(invocation) {
    const { options, positionals, terminal, environment, workingDirectory } = invocation;
    const [outputName] = positionals;
    if (options.raw === true && outputName === undefined) {
      throw new UserError('-raw needs the name of one output.', {
        remedy: 'Give it: neargate output -raw NAME',
        exitCode: 2,
      });
    }
    const { readOutputs } = await import('../../runtime/terraform/read-outputs.ts');
    return readOutputs(
      readSettings(environment, workingDirectory),
      {
        ...terraformRequest(invocation),
        action: 'output',
        format: options.json === true ? 'json' : options.raw === true ? 'raw' : 'text',
        ...(outputName === undefined ? {} : { outputName }),
      },
      (line) => {
        if (line.kind === 'text') terminal.print(line.text);
        else if (line.kind === 'error') terminal.note(line.text);
      },
      new AbortController().signal,
    );
  },
});
