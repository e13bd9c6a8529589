import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { workingTreeEnvironment } from './client-environment.ts';
import { authorizationHeader, withConfiguration } from './git-environment.ts';
import { commitPlainFolder } from './plain-folder.ts';
import { GitError, runGit, tryGit } from './run-git.ts';
import { commitWithChanges } from './uncommitted-changes.ts';

export interface PushWorkingTree {
  /** A directory of the project: the root module of its Terraform. */
  readonly directory: string;
  /** The project's root when it is no git working tree; default: `directory`. */
  readonly plainFolder?: string;
  /** Of the local CodeCommit repository. */
  readonly url: string;
  readonly branch: string;
  /** The Authorization header of its requests. */
  readonly authorization: string;
  /** Also what is not committed, except what git ignores. */
  readonly includeUncommitted: boolean;
  /** Where the git data of projects without git is kept. Never part of what is pushed. */
  readonly stateDirectory: string;
  /** Milliseconds since the epoch: when a project without git was committed. */
  readonly nowMs: number;
}

export interface PushedTree {
  readonly commitId: string;
  /**
   * `commit`: what HEAD is. `commit-with-changes`: HEAD and on top what was not committed. `snapshot`: the files of a project
   * that has no commit.
   */
  readonly kind: 'commit' | 'commit-with-changes' | 'snapshot';
  /** False when the branch was there already: no event comes of it. */
  readonly pushed: boolean;
  /** What is not committed, relative to the root: left out with kind `commit`, pushed with the others. */
  readonly uncommitted: readonly string[];
  /** The directory whose files were pushed. */
  readonly root: string;
  /** Sentences for the user. */
  readonly notices: readonly string[];
}

/**
 * Pushes the project that a directory belongs to to `branch` of a repository, moving the branch there whatever it was. The
 * user's index, branches, configuration and files stay as they are; no hook runs.
 * @throws GitError with what git said; UserError when git is missing
 */
export async function pushWorkingTree(order: PushWorkingTree): Promise<PushedTree> {
  const root = await workingTreeRoot(order.directory);
  const scratchParent = path.join(order.stateDirectory, 'git', 'uncommitted');
  mkdirSync(scratchParent, { recursive: true });
  const scratchDirectory = mkdtempSync(path.join(scratchParent, 'push-'));
  try {
    const { repository, ...made } =
      root === undefined
        ? await plainFolderCommit(order)
        : await workingTreeCommit(root, scratchDirectory, order);
    return { ...made, pushed: await push(repository, made.commitId, order) };
  } finally {
    rmSync(scratchDirectory, { recursive: true, force: true });
  }
}

interface CommitToPush extends Omit<PushedTree, 'pushed'> {
  /** Where git finds the commit. */
  readonly repository: { readonly cwd: string; readonly env: Record<string, string | undefined> };
}

async function workingTreeCommit(
  root: string,
  scratchDirectory: string,
  order: PushWorkingTree,
): Promise<CommitToPush> {
  const env = workingTreeEnvironment();
  const [head, uncommitted, submodules] = await Promise.all([
    headOf(root),
    uncommittedFiles(root, order.stateDirectory),
    submodulesOf(root),
  ]);
  const notices = submodules.map((folder) => `${folder} is a submodule: its files are not pushed.`);
  if (head !== undefined && (!order.includeUncommitted || uncommitted.length === 0)) {
    return { commitId: head, kind: 'commit', uncommitted, root, notices, repository: { cwd: root, env } };
  }
  const made = await commitWithChanges({
    root,
    head,
    stateDirectory: order.stateDirectory,
    scratchDirectory,
  });
  const kind = head === undefined ? 'snapshot' : made.commitId === head ? 'commit' : 'commit-with-changes';
  return {
    commitId: made.commitId,
    kind,
    uncommitted,
    root,
    notices: [...notices, ...made.notices],
    repository: { cwd: root, env: made.env },
  };
}

async function plainFolderCommit(order: PushWorkingTree): Promise<CommitToPush> {
  const root = path.resolve(order.plainFolder ?? order.directory);
  const made = await commitPlainFolder({
    root,
    stateDirectory: order.stateDirectory,
    nowMs: order.nowMs,
    gitDirectory: path.join(order.stateDirectory, 'git', 'folders', `${nameOf(root)}.git`),
  });
  return { ...made, kind: 'snapshot', uncommitted: [], root };
}

/** The root of the working tree that the directory is part of; undefined when it is part of none, or git ignores it there. */
async function workingTreeRoot(directory: string): Promise<string | undefined> {
  const env = workingTreeEnvironment();
  const { exitCode, stdout, stderr } = await tryGit(['rev-parse', '--show-toplevel'], {
    cwd: directory,
    env,
  });
  if (exitCode !== 0) {
    if (/not a git repository|must be run in a work tree/i.test(stderr)) return undefined;
    throw new GitError(['rev-parse'], exitCode, stderr);
  }
  const root = stdout.toString('utf8').replace(/\n$/, '');
  const ignored = await tryGit(['check-ignore', '-q', path.resolve(directory)], { cwd: root, env });
  return ignored.exitCode === 0 ? undefined : root;
}

/** The commit that is checked out; undefined before the first. */
async function headOf(root: string): Promise<string | undefined> {
  const call = { cwd: root, env: workingTreeEnvironment() };
  const { exitCode, stdout } = await tryGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], call);
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}

async function uncommittedFiles(root: string, stateDirectory: string): Promise<readonly string[]> {
  const status = await runGit(
    ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=all'],
    { cwd: root, env: workingTreeEnvironment() },
  );
  return status
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.slice(3))
    .filter((file) => !isInside(stateDirectory, path.join(root, file)));
}

async function submodulesOf(root: string): Promise<readonly string[]> {
  if (!existsSync(path.join(root, '.gitmodules'))) return [];
  const staged = await runGit(['ls-files', '--stage', '-z'], { cwd: root, env: workingTreeEnvironment() });
  return staged
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
}

/** https://git-scm.com/docs/git-push#_output: `=` is for a reference that was there already. */
async function push(
  { cwd, env }: CommitToPush['repository'],
  commitId: string,
  { url, branch, authorization }: PushWorkingTree,
): Promise<boolean> {
  const refspec = `+${commitId}:refs/heads/${branch}`;
  const args = ['push', '--porcelain', '--no-verify', url, refspec];
  const header = authorizationHeader(url, authorization);
  const output = await runGit(args, { cwd, env: withConfiguration(withoutProxy(env), [header]) });
  return !output
    .toString('utf8')
    .split('\n')
    .some((line) => line.startsWith('='));
}

function withoutProxy(env: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:https?|all)_proxy$/i.test(name)));
}

function nameOf(folder: string): string {
  return createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 16);
}

function isInside(parent: string, file: string): boolean {
  const relative = path.relative(path.resolve(parent), file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
