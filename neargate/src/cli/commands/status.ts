import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { renderStatus } from '../views/status.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'Show services, tasks, load balancers, databases and what is wrong.',
  options: { json: { type: 'boolean', description: 'Print the whole status as JSON' } },
  examples: ['neargate status', 'neargate status --json'],
  async run({ options, terminal, environment, workingDirectory }) {
    const document = await requireServer(environment, workingDirectory).status();
    terminal.print(
      options.json === true ? `${JSON.stringify(document, undefined, 2)}\n` : renderStatus(document),
    );
    return 0;
  },
});
