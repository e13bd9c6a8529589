import os from 'node:os';
import { UserError } from '../../core/user-error.ts';
import { authorizationHeader, configurationVariables } from '../../drivers/git/git-environment.ts';
import { GitError, runGit } from '../../drivers/git/run-git.ts';
import { PhaseFailure } from './environment.ts';

export interface CloneRequest {
  readonly url: string;
  /** A branch, tag, commit or `refs/…`; the default branch when absent. */
  readonly version: string | undefined;
  /** 0 for the whole history. */
  readonly depth: number;
  readonly submodules?: boolean;
  /** An empty folder. */
  readonly target: string;
  /** The Authorization header for requests to the URL's origin. */
  readonly authorization?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Clones a repository and checks a version of it out; resolves to the commit.
 * @throws PhaseFailure in CodeBuild's words
 */
export async function cloneRepository(request: CloneRequest): Promise<string> {
  const { url, version, depth, submodules = false, target, signal } = request;
  const env = gitEnvironment(request);
  const git = async (args: readonly string[]) => runGit(args, { cwd: target, env, signal });
  const shallow = depth > 0 ? [`--depth=${depth}`, '--no-single-branch'] : [];
  const what = `for primary source and source version ${version ?? ''}`;
  try {
    await git(['clone', '--quiet', ...shallow, url, '.']);
  } catch (error) {
    throw failure(error, `repository not found ${what}`);
  }
  try {
    if (version !== undefined && version !== '') {
      const isCommit = /^[0-9a-f]{40}$/.test(version);
      if (isCommit && depth > 0) await git(['fetch', '--quiet', `--depth=${depth}`, 'origin', version]);
      await git(['checkout', '--quiet', version.replace(/^refs\/(?:heads|tags)\//, ''), '--']);
    }
    const commit = (await git(['rev-parse', 'HEAD'])).toString('utf8').trim();
    if (submodules) await git(['submodule', 'update', '--init', '--recursive', '--quiet']);
    return commit;
  } catch (error) {
    throw failure(error, `reference not found ${what}`);
  }
}

function failure(error: unknown, message: string): unknown {
  if (error instanceof UserError) return new PhaseFailure('CLIENT_ERROR', error.message);
  if (!(error instanceof GitError)) return error;
  return new PhaseFailure('CLIENT_ERROR', `${message}: ${error.message}`);
}

/** Nothing of the user's configuration: a build sees what the repository has. */
function gitEnvironment({ url, authorization }: CloneRequest): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: os.devNull,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_TERMINAL_PROMPT: '0',
    ...configurationVariables([
      ['http.proxy', ''],
      ['core.hooksPath', os.devNull],
      ['advice.detachedHead', 'false'],
      ...(authorization === undefined ? [] : [authorizationHeader(url, authorization)]),
    ]),
  };
}
