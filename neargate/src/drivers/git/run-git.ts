import { spawn, spawnSync } from 'node:child_process';
import { gitStartError, serverGitEnvironment } from './git-environment.ts';

/** git ended with an error; the message is what it said. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly exitCode: number | null;

  constructor(args: readonly string[], exitCode: number | null, errorText: string) {
    super(`git ${args[0] ?? ''}: ${errorText.trim() || `ended with ${exitCode ?? 'a signal'}`}`);
    this.exitCode = exitCode;
  }
}

export interface GitCall {
  readonly cwd?: string;
  readonly input?: Buffer | string;
  /** Instead of the environment of Neargate's own repositories. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends git; the call rejects. */
  readonly signal?: AbortSignal;
}

const longestOutputBytes = 1024 * 1024 * 1024;
/** An operation that waits longer holds up every other one. */
const longestCallMs = 30_000;

/**
 * Runs git to its end while everything else waits: for what an operation must know at once, in a few milliseconds.
 * @throws GitError with what git said; UserError when git is missing
 */
export function runGitNow(args: readonly string[], { cwd, input, env }: GitCall = {}): Buffer {
  const { stdout, stderr, status, error } = spawnSync('git', args, {
    cwd: cwd ?? '/',
    env: env ?? serverGitEnvironment(),
    input: input ?? '',
    maxBuffer: longestOutputBytes,
    timeout: longestCallMs,
    windowsHide: true,
  });
  if (error !== undefined) throw gitStartError(error);
  if (status !== 0) throw new GitError(args, status, stderr.toString('utf8'));
  return stdout;
}

/**
 * Runs git to its end and resolves to what it wrote.
 * @throws GitError with what git said; UserError when git is missing
 */
export async function runGit(args: readonly string[], call: GitCall = {}): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await tryGit(args, call);
  if (exitCode !== 0) throw new GitError(args, exitCode, stderr);
  return stdout;
}

/** Like `runGit`, for calls whose failure is an answer. */
export async function tryGit(
  args: readonly string[],
  { cwd, input, env, signal }: GitCall = {},
): Promise<{ readonly exitCode: number | null; readonly stdout: Buffer; readonly stderr: string }> {
  const child = spawn('git', args, {
    cwd: cwd ?? '/',
    env: { ...(env ?? serverGitEnvironment()) },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // git may end before it has read everything; its exit code tells then.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(gitStartError(error)));
    child.once('close', resolve);
  });
  return { exitCode, stdout: Buffer.concat(output), stderr: Buffer.concat(errors).toString('utf8') };
}
