import { UserError } from '../../core/user-error.ts';
import { runGit, tryGit } from '../../drivers/git/run-git.ts';
import type { ConnectedRepositories } from './environment.ts';

/**
 * Reads NEARGATE_CONNECTIONS: `owner/repository=directory`, or a connection's ARN before the equals sign, with semicolons
 * between. Whoever clones a repository behind a connection then reads that directory.
 * @throws UserError naming the entry that is not of this form
 */
export function parseConnections(text: string | undefined): ReadonlyMap<string, string> {
  const directories = new Map<string, string>();
  for (const entry of (text ?? '').split(';')) {
    if (entry.trim() === '') continue;
    const equals = entry.indexOf('=');
    const [name, directory] = [entry.slice(0, equals).trim(), entry.slice(equals + 1).trim()];
    if (equals < 1 || name === '' || directory === '')
      throw new UserError(`NEARGATE_CONNECTIONS has the entry "${entry}".`, {
        remedy: 'Write each as owner/repository=directory, with semicolons between.',
      });
    directories.set(name, directory);
  }
  return directories;
}

/** Local git directories that stand for repositories behind connections, read through git. */
export function connectedRepositories(directories: ReadonlyMap<string, string>): ConnectedRepositories {
  const format = ['%H', '%an', '%ae', '%aI', '%B'].join('%x00');
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
      const [commitId = '', authorName = '', authorEmail = '', authorDate = '', message = ''] = stdout
        .toString('utf8')
        .split('\0');
      return { commitId, authorName, authorEmail, authorDate, message: message.trimEnd() };
    },
    archive: (directory, commitId) =>
      runGit(['archive', '--format=zip', '--end-of-options', commitId], { cwd: directory }),
  };
}
