import { UserError } from '../../core/user-error.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';

export const task = defineCommand({
  name: 'task',
  summary:
    'Interrupt a task that runs on FARGATE_SPOT, as AWS does when it needs the capacity: an event, SIGTERM, and SIGKILL after its stopTimeout.',
  positionals: [{ name: 'interrupt' }, { name: 'TASK' }],
  options: {},
  examples: ['neargate task interrupt 0a1b2c3d'],
  async run({ positionals, terminal, environment, workingDirectory }) {
    const [verb, reference = ''] = positionals;
    if (verb !== 'interrupt') {
      throw new UserError(`There is no "neargate task ${verb}".`, {
        remedy: 'See "neargate task --help".',
        exitCode: 2,
      });
    }
    const { taskArn } = await requireServer(environment, workingDirectory).interruptTask({ task: reference });
    terminal.note(`Interrupted ${taskArn}.\n`);
    return 0;
  },
});
