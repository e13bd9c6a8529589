import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import type { DatabaseUser } from './database-user.ts';

/**
 * Extensions that the master user can create on RDS though PostgreSQL keeps them for superusers. Not those that reach the machine's
 * files or programs.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html
 */
const extensionsOfRds = [
  'amcheck',
  'autoinc',
  'bloom',
  'dblink',
  'earthdistance',
  'insert_username',
  'moddatetime',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_visibility',
  'pg_walinspect',
  'pgrowlocks',
  'pgstattuple',
  'refint',
  'sslinfo',
];

/** Changes with the list above. */
const edition = 1;

/**
 * Writes control files that trust these extensions and lead to PostgreSQL's own scripts, once per version.
 * @returns the value for `extension_control_path`
 */
export function trustedExtensions(root: string, binaries: PostgresBinaries, user: DatabaseUser): string {
  const directory = path.join(root, 'extensions', `${binaries.version}-${edition}`);
  const searchPath = `${directory}:$system`;
  if (existsSync(directory)) return searchPath;
  const own = path.join(binaries.directory, 'share/postgresql/extension');
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const folder = path.join(unfinished, 'extension');
  mkdirSync(folder, { recursive: true });
  const scripts = own.replaceAll("'", "''");
  for (const name of extensionsOfRds) {
    const file = path.join(own, `${name}.control`);
    if (!existsSync(file)) continue;
    const copy = path.join(folder, `${name}.control`);
    writeFileSync(copy, `${readFileSync(file, 'utf8')}\ntrusted = true\ndirectory = '${scripts}'\n`);
    user.own(copy);
  }
  for (const each of [path.dirname(directory), unfinished, folder]) user.own(each);
  renameSync(unfinished, directory);
  return searchPath;
}
