import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/user-error.ts';
import {
  identifyProcess,
  isSameProcess,
  type ProcessIdentity,
} from '../drivers/task/process/process-identity.ts';

/** Who holds a state directory, and where it answers. */
export interface LockHolder extends ProcessIdentity {
  /** The gateway's URL; absent while the server is starting. */
  readonly url?: string;
}

export interface StateLock {
  /** Tells others where the holder answers. */
  announce(url: string): void;
  release(): void;
}

const fileName = 'lock.json';

/** The living process that holds the state directory, or undefined. A lock left by a dead process counts as none. */
export function lockHolder(stateDirectory: string): LockHolder | undefined {
  let holder: LockHolder;
  try {
    holder = JSON.parse(readFileSync(path.join(stateDirectory, fileName), 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
  return isSameProcess(holder) ? holder : undefined;
}

/**
 * Takes the state directory for this process; two servers on one journal would destroy it.
 * @throws UserError when another living process holds it.
 */
export function lockState(stateDirectory: string): StateLock {
  mkdirSync(stateDirectory, { recursive: true });
  const file = path.join(stateDirectory, fileName);
  const own = identifyProcess(process.pid);
  if (own === undefined) throw new Error('cannot identify the own process');
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(own), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = lockHolder(stateDirectory);
      if (holder !== undefined) throw alreadyRunning(stateDirectory, holder);
      rmSync(file, { force: true });
    }
  }
  return {
    announce: (url) => writeFileSync(file, JSON.stringify({ ...own, url })),
    release: () => rmSync(file, { force: true }),
  };
}

function alreadyRunning(stateDirectory: string, holder: LockHolder): UserError {
  const where = holder.url === undefined ? '' : ` and answers at ${holder.url}`;
  return new UserError(
    `Neargate is already running: process ${holder.pid} holds ${stateDirectory}${where}.`,
    {
      remedy:
        'Stop it with "neargate down", or run another beside it with its own NEARGATE_STATE and NEARGATE_PORT.',
    },
  );
}
