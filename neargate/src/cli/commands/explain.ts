import { UserError } from '../../core/user-error.ts';
import type { ExplainedStep, Explanation } from '../../gateway/network-protocol.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';

export const explain = defineCommand({
  name: 'explain',
  summary:
    'Say whether a TCP connection gets through the network, which way it takes, or what stops it. FROM and TO are a task, a service, a database, a load balancer, an address, or "internet". The exit code is 1 when it does not get through.',
  positionals: [{ name: 'connection' }, { name: 'FROM' }, { name: 'TO' }, { name: 'PORT' }],
  options: { json: { type: 'boolean', description: 'Print JSON' } },
  examples: [
    'neargate explain connection user-service users-db 5432',
    'neargate explain connection internet my-alb 80',
    'neargate explain connection 10.0.10.7 203.0.113.10 443',
  ],
  async run({ options, positionals, terminal, environment, workingDirectory }) {
    const [what, from = '', to = '', port = ''] = positionals;
    if (what !== 'connection') {
      throw new UserError(`"${what}" cannot be explained.`, {
        remedy: 'Use: neargate explain connection FROM TO PORT',
        exitCode: 2,
      });
    }
    const client = requireServer(environment, workingDirectory);
    const explanation = await client.explainConnection({ from, to, port: Number(port) });
    terminal.print(
      options.json === true ? `${JSON.stringify(explanation, undefined, 2)}\n` : render(explanation),
    );
    return explanation.allowed ? 0 : 1;
  },
});

function render({ allowed, from, to, port, path, denial, enforcement }: Explanation): string {
  return [
    `TCP ${port} from ${from} to ${to}: ${allowed ? 'gets through' : 'does not get through'}`,
    ...path.map((step) => `  ${stepText(step)}`),
    ...(denial === undefined
      ? []
      : [denial.reason, ...(denial.place === undefined ? [] : [`  at ${denial.place}`]), denial.remedy]),
    enforcement,
    '',
  ].join('\n');
}

function stepText({ what, place }: ExplainedStep): string {
  return place === undefined ? what : `${what}  (${place})`;
}
