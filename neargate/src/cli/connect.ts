import { UserError } from '../core/user-error.ts';
import { readSettings } from '../runtime/settings.ts';
import { lockHolder } from '../runtime/state-lock.ts';
import { type AdminClient, adminClient } from './admin-client.ts';

/** The client of the server that runs on the state directory, or undefined when none does. */
export function runningServer(
  environment: NodeJS.ProcessEnv,
  workingDirectory: string,
): AdminClient | undefined {
  const { stateDirectory } = readSettings(environment, workingDirectory);
  const holder = lockHolder(stateDirectory);
  return holder?.url === undefined ? undefined : adminClient(holder.url);
}

/** @throws UserError when no server runs. */
export function requireServer(environment: NodeJS.ProcessEnv, workingDirectory: string): AdminClient {
  const client = runningServer(environment, workingDirectory);
  if (client !== undefined) return client;
  const { stateDirectory } = readSettings(environment, workingDirectory);
  throw new UserError(`Neargate is not running on ${stateDirectory}.`, {
    remedy: 'Start it with "npm start", or point NEARGATE_STATE at the state directory of the one that runs.',
  });
}
