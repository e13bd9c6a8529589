import { UserError } from '../../core/user-error.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { denialLines, renderAccess } from '../views/access.ts';

export const iam = defineCommand({
  name: 'iam',
  summary:
    'Explain what a role or user may do by its policies (explain), or list the calls that policies deny (denials).',
  positionals: [
    { name: 'explain|denials', optional: true },
    { name: 'ROLE', optional: true },
  ],
  options: {
    action: { type: 'string', value: 'ACTION', description: 'An action, such as ecs:UpdateService' },
    resource: { type: 'string', value: 'ARN', description: 'What the action is done to; * when absent' },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  examples: [
    'neargate iam explain shop-pipeline',
    'neargate iam explain shop-pipeline --action iam:PassRole --resource arn:aws:iam::123456789012:role/task',
    'neargate iam denials',
  ],
  async run({ options, positionals: [verb = 'denials', role], terminal, environment, workingDirectory }) {
    const client = requireServer(environment, workingDirectory);
    const print = (document: unknown, text: string) =>
      terminal.print(options.json === true ? `${JSON.stringify(document, undefined, 2)}\n` : text);
    if (verb === 'denials') {
      const document = await client.accessDenials();
      const lines = denialLines(document.denials);
      print(
        document,
        lines.length === 0 ? 'No call was denied by policies.\n' : `${lines.join('\n').trimStart()}\n`,
      );
      return 0;
    }
    if (verb !== 'explain' || role === undefined) {
      throw new UserError(
        verb === 'explain' ? 'Which role or user?' : `"${verb}" is not one of explain, denials.`,
        { remedy: 'See "neargate iam --help".', exitCode: 2 },
      );
    }
    const explanation = await client.explainAccess({
      principal: role,
      action: options.action,
      resource: options.resource,
    });
    print(explanation, renderAccess(explanation));
    return explanation.verdict?.isAllowed === false ? 1 : 0;
  },
});
