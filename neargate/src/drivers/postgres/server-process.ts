import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { identifyProcess } from '../task/process/process-identity.ts';
import type { PostgresBinaries } from './binaries.ts';
import type { DatabaseUser } from './database-user.ts';
import { DatabaseError } from './driver.ts';
import { failureText, isPassing } from './failure.ts';
import { type InstanceFiles, rotateLog } from './instance-files.ts';
import { endPostmaster } from './leftover.ts';
import { programEnvironment } from './run-program.ts';

/** A server that accepts connections. */
export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** Resolves with the reason when the process has ended, for whatever cause. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** It did not come up, and may if it is tried again. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
  readonly asDatabaseError: DatabaseError;

  constructor(output: string) {
    super(output);
    this.asDatabaseError = failureText(output);
  }
}

/**
 * Starts the server on an existing cluster and resolves once it accepts connections, however long its recovery takes.
 * @throws DatabaseError or PassingFailure when it ends before that; the signal's reason when aborted.
 */
export async function startServer(
  binaries: PostgresBinaries,
  user: DatabaseUser,
  files: InstanceFiles,
  port: number,
  signal?: AbortSignal,
): Promise<ServerProcess> {
  rotateLog(files);
  const log = openSync(files.log, 'a', 0o600);
  const logStart = statSync(files.log).size;
  const { file, args, ...ids } = user.invocation(binaries.postgres, ['-D', files.data, '-p', String(port)]);
  const child = spawn(file, args, {
    ...ids,
    cwd: '/',
    env: programEnvironment,
    // A group of its own: Ctrl-C on the terminal must not end databases before the tasks that use them.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw new DatabaseError(`PostgreSQL cannot be started: ${error.message}`, { cause: error });
  }
  const { pid } = child;
  const ended = endOf(child);
  let reason: string | undefined;
  void ended.then((text) => {
    reason = text;
  });
  const identity = identifyProcess(pid);
  const stop = async () => {
    if (identity !== undefined) await endPostmaster(identity);
    await ended;
  };
  while (!isReady(files.data, pid)) {
    if (reason !== undefined) {
      const output = readFrom(files.log, logStart);
      throw isPassing(output) ? new PassingFailure(output) : failureText(output);
    }
    if (signal?.aborted === true) {
      await stop();
      signal.throwIfAborted();
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  return { pid, port, ended, stop };
}

async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal === null ? `PostgreSQL ended with code ${code}.` : `PostgreSQL was ended by ${signal}.`;
}

/** The eighth line of postmaster.pid is the server's state: `standby` when it recovers and answers nobody meanwhile. https://www.postgresql.org/docs/current/storage-file-layout.html */
function isReady(dataDirectory: string, pid: number): boolean {
  try {
    const lines = readFileSync(path.join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function readFrom(file: string, start: number): string {
  const length = Math.max(0, statSync(file).size - start);
  const buffer = Buffer.alloc(Math.min(length, 64 * 1024));
  const handle = openSync(file, 'r');
  try {
    readSync(handle, buffer, 0, buffer.length, start);
  } finally {
    closeSync(handle);
  }
  return buffer.toString('utf8');
}
