import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { ownFolder } from './cluster-template.ts';
import type { DatabaseUser } from './database-user.ts';
import { type ArchiveMark, DatabaseError, type RecoveryTarget } from './driver.ts';
import { writeOwned } from './instance-files.ts';

/** While this file is there, the server follows an archive before it accepts connections; it takes the file away itself. */
const signalFile = 'recovery.signal';

/** What is to be followed; kept beside it until then. */
const recoveryFile = 'recovery.json';

const archivedWithinMs = 30_000;
const gzip = ['/usr/bin/gzip', '/bin/gzip'].find((place) => existsSync(place));

/**
 * Settings of a server whose log is kept, or not. Whether it archives at all only takes effect with a restart, so that it always does, into
 * nothing when nothing is to be kept. https://www.postgresql.org/docs/current/continuous-archiving.html
 */
export function archiveSettings(
  directory: string,
  keeps: boolean,
  user: DatabaseUser,
): Record<string, string> {
  if (!keeps) return { archive_mode: 'on', archive_command: 'true' };
  for (const folder of [path.dirname(directory), directory]) ownFolder(folder, user);
  const place = shellQuoted(directory);
  const copy = gzip === undefined ? `cp %p ${place}/.%f` : `${gzip} -n < %p > ${place}/.%f`;
  // A file of that name is one that was archived before a crash: the same.
  return { archive_mode: 'on', archive_command: `${copy} && mv ${place}/.%f ${place}/%f` };
}

export function prepareRecovery(
  data: string,
  recovery: { readonly directory: string; readonly until: RecoveryTarget },
  user: DatabaseUser,
): void {
  writeOwned(user, path.join(data, recoveryFile), JSON.stringify(recovery));
  writeOwned(user, path.join(data, signalFile), '');
}

/** Settings of a server that has an archive to follow first; it accepts nobody before it has. */
export function recoverySettings(data: string): Record<string, string> {
  if (!existsSync(path.join(data, signalFile))) return {};
  const { directory, until } = JSON.parse(readFileSync(path.join(data, recoveryFile), 'utf8')) as {
    directory: string;
    until: RecoveryTarget;
  };
  const file = `${shellQuoted(directory)}/%f`;
  return {
    hot_standby: 'off',
    restore_command: gzip === undefined ? `cp ${file} %p` : `test -f ${file} && ${gzip} -dc < ${file} > %p`,
    recovery_target_action: 'promote',
    ...('timeMs' in until
      ? { recovery_target_time: timestamp(until.timeMs) }
      : { recovery_target_lsn: until.position }),
  };
}

/** As PostgreSQL reads it, which ISO 8601 is not. */
function timestamp(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '+00');
}

/**
 * Writes a mark to the log and has it archived. A recovery up to a time needs something that was committed later: the mark is that for
 * every time before it.
 */
export async function markArchive(
  admin: pg.Client,
  since: string | undefined,
): Promise<ArchiveMark | undefined> {
  if (since !== undefined && (await nextTransaction(admin)) === since) return undefined;
  const mark = await writeMark(admin);
  const { rows } = await admin.query<{ file: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS file');
  await untilArchived(admin, rows[0]?.file ?? '');
  return mark;
}

/**
 * The order matters: what had been committed when the snapshot is taken lies before the position, and what is committed after it has a later
 * number than the mark, unless it had begun before; then it is not said that nothing will have been.
 */
async function writeMark(admin: pg.Client): Promise<ArchiveMark> {
  await admin.query('BEGIN');
  try {
    const own = await one(admin, 'SELECT pg_current_xact_id()::text AS value');
    const oldest = await one(admin, 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS value');
    const position = await one(admin, 'SELECT pg_current_wal_insert_lsn()::text AS value');
    return { position, writes: oldest === own ? String(BigInt(own) + 1n) : 'under way' };
  } finally {
    await admin.query('COMMIT');
  }
}

/** The number of the first transaction that has not ended. */
function nextTransaction(admin: pg.Client): Promise<string> {
  return one(admin, 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS value');
}

async function one(admin: pg.Client, query: string): Promise<string> {
  const { rows } = await admin.query<{ value: string }>(query);
  return rows[0]?.value ?? '';
}

async function untilArchived(admin: pg.Client, file: string): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    const { rows } = await admin.query<{ last: string | null }>(
      'SELECT last_archived_wal AS last FROM pg_stat_archiver',
    );
    if ((rows[0]?.last ?? '') >= file) return;
    // Not the injected clock: this waits for a program, whatever time the state machines live in.
    if (Date.now() - startedAt > archivedWithinMs) {
      throw new DatabaseError('PostgreSQL does not archive its log.', {
        remedy: 'See whether the disk that holds the databases is full.',
      });
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Deletes the files of the log that come before those that a backup needs; all without one. */
export function trimArchive(directory: string, backupData: string | undefined): void {
  if (!existsSync(directory)) return;
  if (backupData === undefined) {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    return;
  }
  const label = path.join(backupData, 'backup_label');
  const first = existsSync(label)
    ? /\(file [0-9A-F]{8}([0-9A-F]{16})\)/.exec(readFileSync(label, 'utf8'))?.[1]
    : undefined;
  if (first === undefined) return;
  for (const name of readdirSync(directory)) {
    if (/^[0-9A-F]{24}/.test(name) && name.slice(8, 24) < first) rmSync(path.join(directory, name));
  }
}

/** For the shell, and for PostgreSQL, to which a percent sign means something. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;
}
