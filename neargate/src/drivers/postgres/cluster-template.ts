import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { IdSource } from '../../core/ids.ts';
import type { PostgresBinaries } from './binaries.ts';
import type { DatabaseUser } from './database-user.ts';
import { type InstanceFiles, writePrivate } from './instance-files.ts';
import { runProgram } from './run-program.ts';
import { adminUser } from './server-config.ts';

/** Changes with the way clusters are made, so that templates of an earlier way are not used. */
const recipe = 1;

/** For `cp`: everything as it is, without copying blocks where the file system can share them. */
export const copyArguments: readonly string[] =
  process.platform === 'linux' ? ['-a', '--reflink=auto'] : ['-Rpc'];

export interface ClusterTemplate {
  readonly data: string;
  readonly adminPassword: string;
}

/**
 * Makes, once per version, the cluster that all instances begin as a copy of: copying takes a tenth of the time of initdb. Text sorts as
 * in en-US, which is RDS's default, by ICU, which does not depend on the machine's locales. Nothing is synced to disk here, as copies are not either: a
 * power cut within the half minute that the kernel keeps writes back can spoil a database that has just been made; later nothing
 * committed is lost.
 * @throws DatabaseError
 */
export async function clusterTemplate(
  root: string,
  binaries: PostgresBinaries,
  user: DatabaseUser,
  ids: IdSource,
): Promise<ClusterTemplate> {
  const parent = path.join(root, 'templates');
  const directory = path.join(parent, `${binaries.version}-${recipe}`);
  const template = {
    data: path.join(directory, 'data'),
    adminPassword: path.join(directory, 'admin-password'),
  };
  if (existsSync(directory)) return template;
  ownFolder(parent, user);
  // What an earlier run did not finish.
  for (const name of readdirSync(parent)) {
    if (name.startsWith('.'))
      rmSync(path.join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
  const unfinished = path.join(parent, `.${ids.hex(12)}`);
  ownFolder(unfinished, user);
  const passwordFile = path.join(unfinished, 'admin-password');
  writePrivate(passwordFile, ids.alphanumeric(32));
  user.own(passwordFile);
  await runProgram(user, binaries.initdb, [
    `--pgdata=${path.join(unfinished, 'data')}`,
    `--username=${adminUser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=en-US',
    '--wal-segsize=4',
    '--data-checksums',
    '--no-sync',
  ]);
  renameSync(unfinished, directory);
  return template;
}

/** Gives the instance a cluster of its own. Either all of it is there afterwards or nothing. */
export async function copyCluster(
  template: ClusterTemplate,
  files: InstanceFiles,
  user: DatabaseUser,
): Promise<void> {
  const unfinished = `${files.data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
  ownFolder(path.dirname(files.directory), user);
  ownFolder(files.directory, user);
  await runProgram(user, 'cp', [...copyArguments, template.data, unfinished]);
  copyFileSync(template.adminPassword, files.adminPassword);
  renameSync(unfinished, files.data);
}

/** Makes the folder when it is missing, for the database's user alone. */
export function ownFolder(directory: string, user: DatabaseUser): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  user.own(directory);
}
