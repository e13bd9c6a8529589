import path from 'node:path';
import { GitError, runGit, tryGit } from './run-git.ts';

/**
 * Puts every file that git does not ignore into the index of `env` and writes its tree, except what Neargate keeps itself.
 * Resolves to the tree's id and what the user should know.
 */
export async function stageEverything({
  cwd,
  env,
  root,
  stateDirectory,
}: {
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  readonly root: string;
  readonly stateDirectory: string;
}): Promise<{ readonly treeId: string; readonly notices: readonly string[] }> {
  const relative = path.relative(root, path.resolve(stateDirectory));
  const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  const own = isBelow ? [`:(top,exclude,literal)${relative.split(path.sep).join('/')}`] : [];
  const args = ['add', '--all', '--', ':(top)', ...own];
  const { exitCode, stderr } = await tryGit(args, { cwd, env });
  if (exitCode !== 0) throw new GitError(args, exitCode, stderr);
  const tree = await runGit(['write-tree'], { cwd, env });
  const embedded = [...stderr.matchAll(/^warning: adding embedded git repository: (.+)$/gm)];
  return {
    treeId: tree.toString('utf8').trim(),
    notices: embedded.map(
      ([, folder]) => `${folder ?? ''} is a git repository of its own: its files are not pushed.`,
    ),
  };
}
