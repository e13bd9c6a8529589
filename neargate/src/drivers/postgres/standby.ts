import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg, { escapeLiteral } from 'pg';
import type { DatabaseUser } from './database-user.ts';
import type { DatabaseSettings } from './driver.ts';
import { type InstanceFiles, writeOwned } from './instance-files.ts';
import { adminUser } from './server-config.ts';

/** PostgreSQL's error codes, appendix A of its documentation. */
const duplicateObject = '42710';

/** While this file is there, the server follows its primary; promotion takes it away. */
const signalOf = (data: string) => path.join(data, 'standby.signal');

export function isStandby(files: Pick<InstanceFiles, 'data'>): boolean {
  return existsSync(signalOf(files.data));
}

export function markAsStandby(data: string, user: DatabaseUser): void {
  writeOwned(user, signalOf(data), '');
}

/**
 * What a standby's configuration says of its primary. The password is in a file of its own: the master user may read settings. It is the
 * standby's own administrator's too, as both are copies of one cluster.
 */
export function replicationSettings(
  files: InstanceFiles,
  user: DatabaseUser,
  id: string,
  { primary }: DatabaseSettings,
): Readonly<Record<string, string>> {
  if (primary === undefined) return {};
  const passwords = path.join(files.data, 'primary.pgpass');
  writeOwned(user, passwords, `*:*:*:${adminUser}:${readFileSync(files.adminPassword, 'utf8')}\n`);
  return {
    // The server's working directory is its data directory.
    primary_conninfo: `host=${primary.host} port=${primary.port} user=${adminUser} passfile=primary.pgpass sslmode=disable application_name=${id}`,
    primary_slot_name: slotOf(id),
  };
}

/**
 * Keeps for each of these standbys what it has not received yet, and no longer for others.
 * https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS
 */
export async function keepLogFor(admin: pg.Client, standbys: readonly string[]): Promise<void> {
  const { rows } = await admin.query<{ name: string; active: boolean }>(
    `SELECT slot_name AS name, active FROM pg_replication_slots
     WHERE slot_type = 'physical' AND NOT temporary AND slot_name LIKE 'standby\\_%'`,
  );
  const wanted = new Set(standbys.map(slotOf));
  for (const { name, active } of rows) {
    if (!wanted.has(name) && !active) {
      await admin.query(`SELECT pg_drop_replication_slot(${escapeLiteral(name)})`);
    }
  }
  const present = new Set(rows.map(({ name }) => name));
  for (const name of wanted) if (!present.has(name)) await createSlot(admin, name);
}

/** The same for one more standby, which is about to be made. Nothing happens when that is so already. */
export async function keepLogForNew(admin: pg.Client, standby: string): Promise<void> {
  await createSlot(admin, slotOf(standby));
}

async function createSlot(admin: pg.Client, name: string): Promise<void> {
  try {
    await admin.query(`SELECT pg_create_physical_replication_slot(${escapeLiteral(name)}, true)`);
  } catch (error) {
    // The primary and the standby may both be about to make it.
    if (!(error instanceof pg.DatabaseError) || error.code !== duplicateObject) throw error;
  }
}

function slotOf(id: string): string {
  return `standby_${id.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`;
}
