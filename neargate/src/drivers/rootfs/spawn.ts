import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

import { RootfsError, type SpawnPlan } from './rootfs.ts';

export type OutputStream = 'stdout' | 'stderr';

/** A program that runs in its root file system, as the leader of a process group of its own. */
export interface RunningProgram {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Resolves when the first process has ended; others of its group may still run. */
  readonly exited: Promise<unknown>;
  /** Resolves when also all output has been delivered. */
  readonly closed: Promise<unknown>;
}

export interface SpawnOptions {
  /** Whether the program's standard input can be written to; it is empty otherwise. */
  readonly input?: boolean;
}

/**
 * Spawns what a rootfs has planned and resolves when the root is prepared and the program itself starts.
 * @param onOutput receives all that the program writes, in the order of each stream
 * @throws RootfsError when the root could not be prepared; the message is what the system said
 */
export async function spawnInRootfs(
  plan: SpawnPlan,
  onOutput: (stream: OutputStream, chunk: Buffer) => void,
  options: SpawnOptions = {},
): Promise<RunningProgram> {
  const child = spawn(plan.file, plan.args, {
    cwd: plan.workingDirectory,
    env: plan.environment,
    detached: true,
    stdio: [options.input === true ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ready = child.stdio[3] as Readable;
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw new RootfsError(
      `cannot start ${plan.file}: ${error.message}`,
      'Check that this machine can start processes.',
    );
  }
  // Listeners from the first moment: Node throws away the output of a child that ends before anybody reads it.
  const exited = once(child, 'exit');
  const closed = once(child, 'close');
  let early: { stream: OutputStream; chunk: Buffer }[] | undefined = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (chunk: Buffer) => {
      if (early === undefined) onOutput(stream, chunk);
      else early.push({ stream, chunk });
    });
  }
  let announcement = '';
  // Not to the end: what stands between, such as a terminal's program, may keep its own copy open.
  for await (const chunk of ready) {
    announcement += String(chunk);
    if (announcement.startsWith('ready')) break;
  }
  if (announcement.startsWith('ready')) {
    for (const { stream, chunk } of early) onOutput(stream, chunk);
    early = undefined;
    return { child, pid: child.pid, exited, closed };
  }
  await closed;
  const complaint = early
    .map(({ chunk }) => chunk.toString())
    .join('')
    .trim();
  throw new RootfsError(
    `cannot prepare the root file system: ${complaint || 'no reason given'}`,
    'Check the free disk space and that mounts are allowed for this user.',
  );
}
