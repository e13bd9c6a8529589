import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { workingTreeEnvironment } from './client-environment.ts';
import { runGit } from './run-git.ts';
import { stageEverything } from './stage-everything.ts';

export interface UncommittedOrder {
  readonly root: string;
  /** The commit that is checked out; undefined before the first. */
  readonly head: string | undefined;
  readonly stateDirectory: string;
  /** An empty folder for the objects that the commit is made of: the user's own repository gets none. */
  readonly scratchDirectory: string;
}

export interface MadeCommit {
  readonly commitId: string;
  readonly notices: readonly string[];
  /** With it, git finds the commit. */
  readonly env: Record<string, string | undefined>;
}

/**
 * Makes a commit of all files of a working tree, on top of what is checked out, through an index of its own. The same files on
 * the same commit give the same commit. Gives the commit that is checked out when nothing differs.
 */
export async function commitWithChanges({
  root,
  head,
  stateDirectory,
  scratchDirectory,
}: UncommittedOrder): Promise<MadeCommit> {
  const base = { cwd: root, env: workingTreeEnvironment() };
  const ask = async (...args: readonly string[]) =>
    (await runGit(args, base)).toString('utf8').replace(/\n$/, '');
  const userIndex = path.resolve(root, await ask('rev-parse', '--git-path', 'index'));
  const userObjects = path.resolve(root, await ask('rev-parse', '--git-path', 'objects'));
  const objects = path.join(scratchDirectory, 'objects');
  mkdirSync(objects);
  const index = path.join(scratchDirectory, 'index');
  // The user's index knows which files have not changed and which a sparse checkout leaves out.
  if (existsSync(userIndex)) copyFileSync(userIndex, index);
  const env = workingTreeEnvironment({
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: quoted(userObjects),
  });
  const { treeId, notices } = await stageEverything({
    cwd: root,
    env: { ...env, GIT_INDEX_FILE: index },
    root,
    stateDirectory,
  });
  const headTree = head === undefined ? undefined : await ask('rev-parse', `${head}^{tree}`);
  if (head !== undefined && treeId === headTree) return { commitId: head, notices, env };
  const date = head === undefined ? '@0 +0000' : await ask('show', '-s', '--format=@%cd', '--date=raw', head);
  const commit = await runGit(
    ['commit-tree', treeId, ...(head === undefined ? [] : ['-p', head]), '-m', 'Uncommitted changes'],
    { cwd: root, env: { ...env, ...identity(date) } },
  );
  return { commitId: commit.toString('utf8').trim(), notices, env };
}

/** A path in a list that is separated by colons. */
function quoted(file: string): string {
  return `"${file.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** Who makes commits that nobody made; the date in git's raw form. */
export function identity(date: string): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: 'Neargate',
    GIT_AUTHOR_EMAIL: 'neargate@localhost',
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: 'Neargate',
    GIT_COMMITTER_EMAIL: 'neargate@localhost',
    GIT_COMMITTER_DATE: date,
  };
}
