import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { copyArguments, ownFolder } from './cluster-template.ts';
import type { DatabaseUser } from './database-user.ts';
import { writeOwned } from './instance-files.ts';
import { runProgram } from './run-program.ts';

/** What belongs to the server that runs on a cluster, not to its data. */
const ownOfTheServer: ReadonlySet<string> = new Set([
  'backup_label',
  'current_logfiles',
  'pg_hba.conf',
  'postgresql.conf',
  'postmaster.opts',
  'postmaster.pid',
  'primary.pgpass',
  'recovery.json',
  'recovery.signal',
  'server.crt',
  'server.key',
  'standby.signal',
  'tablespace_map',
]);

/**
 * Folders of which a copy needs nothing but that they are there.
 * https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP-DATA
 */
const emptied: readonly string[] = [
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];

/** Copies the data directory of a cluster on which no server runs. */
export async function copyStoppedCluster(
  data: string,
  destination: string,
  user: DatabaseUser,
): Promise<void> {
  await copyEntries(data, destination, user, []);
}

/**
 * Copies the data directory of a server that runs, primary or standby, while it goes on. The copy holds what was committed before this
 * resolves, once a server has started on it.
 * https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 *
 * @param admin A session that does nothing else meanwhile.
 */
export async function copyRunningCluster(
  admin: pg.Client,
  data: string,
  destination: string,
  user: DatabaseUser,
): Promise<void> {
  // Goes with the session; without it the server might reuse the log that the copy needs.
  await admin.query(`SELECT pg_create_physical_replication_slot('copy_' || pg_backend_pid(), true, true)`);
  await admin.query(`SELECT pg_backup_start('copy', true)`);
  await copyEntries(data, destination, user, ['pg_wal']);
  // The last of all when the server is a standby: it says how far the copy has to be brought.
  await copyInto([path.join(data, 'global/pg_control')], path.join(destination, 'global'), user);
  const { rows } = await admin.query<{ label: string; end: string; segment: string }>(
    `SELECT labelfile AS label, lsn::text AS end, current_setting('wal_segment_size') AS segment
     FROM pg_backup_stop(false)`,
  );
  const [stopped] = rows;
  if (stopped === undefined) throw new Error('pg_backup_stop said nothing');
  writeOwned(user, path.join(destination, 'backup_label'), stopped.label);
  const [, first = ''] = /\(file ([0-9A-F]{24})\)/.exec(stopped.label) ?? [];
  const last = segmentOf(stopped.end, bytesOf(stopped.segment));
  const log = path.join(data, 'pg_wal');
  const needed = readdirSync(log).filter(
    (name) =>
      name.endsWith('.history') ||
      (/^[0-9A-F]{24}$/.test(name) && name.slice(8) >= first.slice(8) && name.slice(8) <= last),
  );
  const copied = path.join(destination, 'pg_wal');
  for (const folder of [copied, path.join(copied, 'archive_status')]) ownFolder(folder, user);
  await copyInto(
    needed.map((name) => path.join(log, name)),
    copied,
    user,
  );
}

async function copyEntries(
  data: string,
  destination: string,
  user: DatabaseUser,
  without: readonly string[],
): Promise<void> {
  ownFolder(destination, user);
  const left = new Set([...ownOfTheServer, ...emptied, ...without]);
  await copyInto(
    readdirSync(data)
      .filter((name) => !left.has(name))
      .map((name) => path.join(data, name)),
    destination,
    user,
  );
  for (const name of emptied) ownFolder(path.join(destination, name), user);
}

/** A table that is dropped meanwhile takes its files with it: the log that is copied afterwards says that it is gone. */
async function copyInto(sources: readonly string[], folder: string, user: DatabaseUser): Promise<void> {
  if (sources.length === 0) return;
  await runProgram(user, 'cp', [...copyArguments, ...sources, folder], (output) =>
    output
      .split('\n')
      .filter((line) => line !== '')
      .every((line) => line.includes('No such file or directory')),
  );
}

/** The file of the log that holds the byte before this position, without its time line. */
function segmentOf(position: string, segmentBytes: number): string {
  const [high = '0', low = '0'] = position.split('/');
  const bytes = BigInt(`0x${high}`) * 0x1_0000_0000n + BigInt(`0x${low}`);
  const segment = (bytes === 0n ? 0n : bytes - 1n) / BigInt(segmentBytes);
  const perHigh = 0x1_0000_0000n / BigInt(segmentBytes);
  return [segment / perHigh, segment % perHigh]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('');
}

/** Of a size such as `4MB`. */
function bytesOf(size: string): number {
  const [, count = '', unit = ''] = /^(\d+)(MB|GB)$/.exec(size) ?? [];
  return Number(count) * (unit === 'GB' ? 1024 ** 3 : 1024 ** 2);
}

/** Makes a folder of a cluster's data and its administrator's password. Either all of it is there afterwards or nothing. */
export async function makeWhole(
  place: { readonly directory: string; readonly data: string; readonly adminPassword: string },
  adminPassword: string,
  user: DatabaseUser,
  fill: (unfinished: string) => Promise<void>,
): Promise<void> {
  const unfinished = `${place.data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  for (const folder of [path.dirname(place.directory), place.directory]) ownFolder(folder, user);
  await fill(unfinished);
  copyFileSync(adminPassword, place.adminPassword);
  if (existsSync(place.data)) throw new Error(`${place.data} was made by somebody else`);
  renameSync(unfinished, place.data);
}
