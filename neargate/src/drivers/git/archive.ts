import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { gitStartError, serverGitEnvironment } from './git-environment.ts';
import { GitError } from './run-git.ts';

export interface ArchiveOrder {
  /** A bare repository. */
  readonly directory: string;
  readonly commitId: string;
  readonly signal?: AbortSignal;
}

/**
 * The files of a commit as a zip, without git's own data: what a pipeline's source action puts into its artifact. The same commit
 * gives the same bytes with the same git.
 * @throws GitError when there is no such commit; UserError when git is missing
 */
export async function archiveCommit(order: ArchiveOrder): Promise<Buffer> {
  const { zip, done } = archiveStream(order);
  const chunks: Buffer[] = [];
  zip.on('data', (chunk: Buffer) => chunks.push(chunk));
  await done;
  return Buffer.concat(chunks);
}

/** Like `archiveCommit`, for commits too large for memory. `done` rejects when the zip ended before it was whole. */
export function archiveStream({ directory, commitId, signal }: ArchiveOrder): {
  readonly zip: Readable;
  readonly done: Promise<void>;
} {
  // Fast compression: the zip is read again on the same machine.
  const args = ['archive', '--format=zip', '-1', commitId];
  const child = spawn('git', [`--git-dir=${directory}`, ...args], {
    cwd: '/',
    env: serverGitEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  });
  let errorText = '';
  child.stderr.on('data', (chunk: Buffer) => (errorText += chunk.toString('utf8')));
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(gitStartError(error)));
    child.once('close', (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(new GitError(args, exitCode, errorText));
    });
  });
  return { zip: child.stdout, done };
}
