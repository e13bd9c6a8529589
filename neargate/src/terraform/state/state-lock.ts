import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../core/clock.ts';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { IdSource } from '../../core/ids.ts';

interface LockInfo {
  readonly ID: string;
  readonly Operation: string;
  readonly Who: string;
  readonly Host: string;
  readonly ProcessId: number;
  readonly Created: string;
  readonly Path: string;
}

export type LockResult =
  | { readonly acquired: true; release(): Promise<void> }
  | { readonly acquired: false; readonly diagnostic: Diagnostic };

/**
 * Takes the state's lock: a file beside it that exists while a run changes the state. The lock of a process on this
 * machine that no longer runs is stale and taken over.
 *
 * @param operation What the run does, as the lock tells others: `apply`, `destroy`.
 */
export async function lockState(
  stateFile: string,
  operation: string,
  environment: { readonly clock: Clock; readonly ids: IdSource },
): Promise<LockResult> {
  const lockFile = path.join(path.dirname(stateFile), `.${path.basename(stateFile)}.lock.info`);
  const info: LockInfo = {
    ID: environment.ids.uuid(),
    Operation: operation,
    Who: `${userName()}@${hostname()}`,
    Host: hostname(),
    ProcessId: process.pid,
    Created: new Date(environment.clock.now()).toISOString(),
    Path: stateFile,
  };
  await mkdir(path.dirname(stateFile), { recursive: true });
  for (;;) {
    if (await createExclusively(lockFile, JSON.stringify(info))) {
      return { acquired: true, release: () => rm(lockFile, { force: true }) };
    }
    const holder = await readLock(lockFile);
    if (holder === undefined) continue;
    if (holder === 'unreadable' || !isStale(holder)) {
      return { acquired: false, diagnostic: lockError(holder, lockFile) };
    }
    await rm(lockFile, { force: true });
  }
}

async function createExclusively(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Undefined when the lock was released meanwhile. */
async function readLock(file: string): Promise<LockInfo | 'unreadable' | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as LockInfo;
  } catch {
    return 'unreadable';
  }
}

function isStale(holder: LockInfo): boolean {
  if (holder.Host !== hostname()) return false;
  try {
    process.kill(holder.ProcessId, 0);
    return false;
  } catch (error) {
    return hasCode(error, 'ESRCH');
  }
}

function lockError(holder: LockInfo | 'unreadable', lockFile: string): Diagnostic {
  const who =
    holder === 'unreadable'
      ? ''
      : `Lock Info:\n  ID:        ${holder.ID}\n  Path:      ${holder.Path}\n  Operation: ${holder.Operation}\n  Who:       ${holder.Who} (process ${holder.ProcessId})\n  Created:   ${holder.Created}\n\n`;
  return errorDiagnostic(
    'Error acquiring the state lock',
    `Error message: resource temporarily unavailable\n${who}Neargate acquires a state lock to protect the state from being written by multiple runs at the same time. Wait until the other run ends; if none is running, delete ${lockFile}.`,
  );
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
