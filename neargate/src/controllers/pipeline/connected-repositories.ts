import { runGit, tryGit } from '../../drivers/git/run-git.ts';
import type { ConnectedRepositories } from './environment.ts';

/** Local git directories that stand for repositories outside AWS, read through git. */
export function connectedRepositories(directories: ReadonlyMap<string, string>): ConnectedRepositories {
  const format = ['%H', '%an', '%ae', '%aI', '%cI', '%B'].join('%x00');
  return {
    directoryOf: (connectionArn, fullRepositoryId) =>
      directories.get(fullRepositoryId) ?? directories.get(connectionArn),
    async commit(directory, revision) {
      const name = 'branch' in revision ? `refs/heads/${revision.branch}` : revision.commitId;
      const { exitCode, stdout } = await tryGit(
        ['log', '-1', `--format=${format}`, '--end-of-options', `${name}^{commit}`, '--'],
        { cwd: directory },
      );
      if (exitCode !== 0) return undefined;
      const [
        commitId = '',
        authorName = '',
        authorEmail = '',
        authorDate = '',
        committerDate = '',
        message = '',
      ] = stdout.toString('utf8').split('\0');
      return { commitId, authorName, authorEmail, authorDate, committerDate, message: message.trimEnd() };
    },
    async changedFiles(directory, from, to) {
      const names = await runGit(['diff', '--name-only', '-z', '--end-of-options', from, to, '--'], {
        cwd: directory,
      });
      return names.toString('utf8').split('\0').filter(Boolean);
    },
    archive: (directory, commitId) =>
      runGit(['archive', '--format=zip', '--end-of-options', commitId], { cwd: directory }),
  };
}
