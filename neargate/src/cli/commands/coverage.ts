import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { renderCoverage } from '../views/coverage.ts';

export const coverage = defineCommand({
  name: 'coverage',
  summary: 'List the operations of AWS that clients called and Neargate does not have.',
  options: { json: { type: 'boolean', description: 'Print the list as JSON' } },
  examples: ['neargate coverage', 'neargate coverage --json'],
  async run({ options, terminal, environment, workingDirectory }) {
    const { missed } = await requireServer(environment, workingDirectory).coverage();
    terminal.print(
      options.json === true ? `${JSON.stringify({ missed }, undefined, 2)}\n` : renderCoverage(missed),
    );
    return 0;
  },
});
