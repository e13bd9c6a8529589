import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runGitNow } from './run-git.ts';

/** Where the git data of a repository is: named by its id, which a rename keeps. `scope` is `account/region`. */
export function repositoryDirectory(root: string, scope: string, repositoryId: string): string {
  return path.join(root, ...scope.split('/'), `${repositoryId}.git`);
}

/**
 * Makes an empty bare repository unless there is one. One that a crash left half made does not count: it gets its name last.
 * @throws UserError when git is missing
 */
export function ensureRepository(directory: string): void {
  if (existsSync(directory)) return;
  mkdirSync(path.dirname(directory), { recursive: true });
  const unfinished = `${directory}.${process.pid}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  runGitNow(['init', '--quiet', '--bare', '--template=', '-b', 'main', unfinished]);
  mkdirSync(path.join(unfinished, 'info'), { recursive: true });
  // An archive holds every file of the commit, whatever the commit itself says of archives.
  writeFileSync(path.join(unfinished, 'info', 'attributes'), '* -export-ignore -export-subst\n');
  renameSync(unfinished, directory);
}

/** Removes a repository; one that is not there is fine. It is gone at once, however long its files take. */
export async function removeRepository(directory: string): Promise<void> {
  const leaving = `${directory}.deleted`;
  if (existsSync(directory)) {
    await rm(leaving, { recursive: true, force: true });
    renameSync(directory, leaving);
  }
  await rm(leaving, { recursive: true, force: true, maxRetries: 3 });
}

/** The ids of the repositories of a scope that have git data, also of those that were being removed. */
export function repositoryIdsIn(root: string, scope: string): readonly string[] {
  return idsIn(path.join(root, ...scope.split('/')));
}

/** Every account and region that has git data, as `account/region`. */
export function scopesIn(root: string): readonly string[] {
  return foldersIn(root)
    .filter((account) => /^\d{12}$/.test(account))
    .flatMap((account) => foldersIn(path.join(root, account)).map((region) => `${account}/${region}`));
}

function idsIn(folder: string): readonly string[] {
  const ids = foldersIn(folder).flatMap((name) => /^([\w-]+)\.git(?:\..+)?$/.exec(name)?.[1] ?? []);
  return [...new Set(ids)];
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
