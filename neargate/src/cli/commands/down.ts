import { delay, systemClock } from '../../core/clock.ts';
import { UserError } from '../../core/user-error.ts';
import { removeTree } from '../../drivers/rootfs/remove-tree.ts';
import { readSettings } from '../../runtime/settings.ts';
import { lockHolder } from '../../runtime/state-lock.ts';
import { defineCommand } from '../command.ts';
import { runningServer } from '../connect.ts';

/** Longer than the server itself takes at most. */
const longestStopMs = 20_000;

export const down = defineCommand({
  name: 'down',
  summary: 'Stop the Neargate that runs on the state directory. Its data stays unless it is deleted.',
  options: {
    'delete-data': {
      type: 'boolean',
      description: 'Delete the state directory: databases, images, logs, state',
    },
  },
  examples: ['neargate down', 'neargate down --delete-data'],
  async run({ options, terminal, environment, workingDirectory }) {
    const { stateDirectory } = readSettings(environment, workingDirectory);
    const client = runningServer(environment, workingDirectory);
    if (client !== undefined) {
      await client.shutdown();
      await stopped(stateDirectory);
      terminal.note(`Stopped Neargate at ${client.url}.\n`);
    } else if (options['delete-data'] !== true) {
      terminal.note(`Neargate is not running on ${stateDirectory}.\n`);
    }
    if (options['delete-data'] === true) {
      removeTree(stateDirectory);
      terminal.note(`Deleted ${stateDirectory}.\n`);
    }
    return 0;
  },
});

async function stopped(stateDirectory: string): Promise<void> {
  const deadline = systemClock.now() + longestStopMs;
  const keepAlive = setInterval(() => undefined, 1000);
  try {
    while (lockHolder(stateDirectory) !== undefined) {
      if (systemClock.now() > deadline) {
        throw new UserError(`Neargate did not stop within ${longestStopMs / 1000} s.`, {
          remedy: `Stop process ${lockHolder(stateDirectory)?.pid} by hand.`,
        });
      }
      await delay(systemClock, 50);
    }
  } finally {
    clearInterval(keepAlive);
  }
}
