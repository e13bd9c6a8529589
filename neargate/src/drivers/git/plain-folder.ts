import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { workingTreeEnvironment } from './client-environment.ts';
import { ensureRepository } from './repositories.ts';
import { runGit, tryGit } from './run-git.ts';
import { stageEverything } from './stage-everything.ts';
import { identity } from './uncommitted-changes.ts';

/** What no repository holds, though a folder without git has nothing that says so. */
const neverPushed = ['node_modules/', '.terraform/', '*.tfstate', '*.tfstate.*', '.neargate/', '.DS_Store'];

/**
 * Makes a commit of the files of a folder without git, in a repository of its own below the state directory. Files that were there
 * before as they are now give the commit that they gave then; others a new one on top of the last.
 */
export async function commitPlainFolder({
  root,
  stateDirectory,
  gitDirectory,
  nowMs,
}: {
  readonly root: string;
  readonly stateDirectory: string;
  readonly gitDirectory: string;
  readonly nowMs: number;
}): Promise<{
  readonly commitId: string;
  readonly notices: readonly string[];
  readonly repository: { readonly cwd: string; readonly env: Record<string, string | undefined> };
}> {
  ensureRepository(gitDirectory);
  mkdirSync(path.join(gitDirectory, 'info'), { recursive: true });
  writeFileSync(path.join(gitDirectory, 'info', 'exclude'), `${neverPushed.join('\n')}\n`);
  const env = workingTreeEnvironment({ GIT_DIR: gitDirectory, GIT_WORK_TREE: root });
  const call = { cwd: root, env };
  const { treeId, notices } = await stageEverything({ cwd: root, env, root, stateDirectory });
  const known = await resolve(`refs/trees/${treeId}`, call);
  const commitId = known ?? (await commit(treeId, nowMs, call));
  const skipped = neverPushed.filter((name) => existsSync(path.join(root, name)));
  return {
    commitId,
    notices: [
      ...notices,
      `${root} is not in a git repository: its files are pushed as they are${skipped.length === 0 ? '' : `, without ${skipped.join(', ')}`}.`,
    ],
    repository: call,
  };
}

interface Call {
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
}

async function commit(treeId: string, nowMs: number, { cwd, env }: Call): Promise<string> {
  const parent = await resolve('refs/heads/main', { cwd, env });
  const seconds = Math.floor(nowMs / 1000);
  const made = await runGit(
    ['commit-tree', treeId, ...(parent === undefined ? [] : ['-p', parent]), '-m', 'Files as they are'],
    { cwd, env: { ...env, ...identity(`@${seconds} +0000`) } },
  );
  const commitId = made.toString('utf8').trim();
  await runGit(['update-ref', 'refs/heads/main', commitId], { cwd, env });
  await runGit(['update-ref', `refs/trees/${treeId}`, commitId], { cwd, env });
  return commitId;
}

async function resolve(name: string, call: Call): Promise<string | undefined> {
  const { exitCode, stdout } = await tryGit(['rev-parse', '--verify', '--quiet', name], call);
  return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
}
