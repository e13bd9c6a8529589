import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  identifyProcess,
  isSameProcess,
  type ProcessIdentity,
  sendSignal,
} from '../task/process/process-identity.ts';

const inOrderMs = 4_000;
const immediateMs = 800;

/**
 * Ends the server that runs on this data directory, whoever started it: two on one directory would destroy it.
 * @returns whether there was one
 */
export async function stopLeftover(dataDirectory: string): Promise<boolean> {
  const identity = postmasterOf(dataDirectory);
  if (identity === undefined) return false;
  await endPostmaster(identity);
  return true;
}

/**
 * Fast shutdown, which ends open sessions, then immediate, then by force. Resolves when the server is gone.
 * https://www.postgresql.org/docs/current/server-shutdown.html
 */
export async function endPostmaster(identity: ProcessIdentity): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', inOrderMs],
    ['SIGQUIT', immediateMs],
    ['SIGKILL', Number.POSITIVE_INFINITY],
  ] as const) {
    if (!isSameProcess(identity)) return;
    sendSignal(identity.pid, signal);
    if (await endsWithin(identity, waitMs)) return;
  }
}

/** Tells the server of this data directory, if there is one, to end at once, without waiting for it. */
export function quitPostmaster(dataDirectory: string): void {
  const identity = postmasterOf(dataDirectory);
  if (identity !== undefined) sendSignal(identity.pid, 'SIGQUIT');
}

/** The server of the data directory, by its postmaster.pid, if it still lives and is really that. */
function postmasterOf(dataDirectory: string): ProcessIdentity | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(path.join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const identity = identifyProcess(pid);
  return identity !== undefined && commandOf(pid).includes(dataDirectory) ? identity : undefined;
}

/** The number may belong to somebody else by now; the command line tells. */
function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

async function endsWithin(identity: ProcessIdentity, waitMs: number): Promise<boolean> {
  const steps = waitMs / 10;
  for (let step = 0; step < steps; step++) {
    if (!isSameProcess(identity)) return true;
    // Not the injected clock: this waits for the kernel, whatever time the state machines live in.
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  return false;
}
