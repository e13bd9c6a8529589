import type { DatabaseDriver } from '../../drivers/postgres/driver.ts';
import type { OperationContext } from '../../services/context.ts';
import {
  automatedSnapshotsOf,
  discardSnapshot,
  isBeingRestored,
  newAutomatedSnapshot,
} from '../../services/rds/db-snapshots.ts';
import { keepsBackups } from '../../services/rds/replication.ts';
import { type DbInstanceRow, rdsTablesOf } from '../../services/rds/store.ts';

const dayMs = 24 * 60 * 60 * 1000;

type Restorable = DbInstanceRow['observed']['restorable'];

/**
 * Keeps what a recovery to a point in time needs: a backup a day, and the log that was written since. AWS takes the backup in its window; here
 * it is taken when the last one is a day old, as a machine at home sleeps at night.
 *
 * @returns up to when the instance can be restored now
 */
export async function keepBackups(
  context: OperationContext,
  driver: Pick<DatabaseDriver, 'markArchive' | 'trimArchive'>,
  row: DbInstanceRow,
): Promise<Restorable> {
  const tables = rdsTablesOf(context);
  const nowMs = context.clock.now();
  const backups = automatedSnapshotsOf(tables, row);
  if (!keepsBackups(row)) {
    if (isBeingRestored(tables, row)) return row.observed.restorable;
    for (const backup of backups) discardSnapshot(tables, backup);
    if (row.observed.restorable !== undefined) await driver.trimArchive(row.resourceId);
    return undefined;
  }
  const newest = backups.at(-1);
  if (newest === undefined || newest.observed.status === 'failed' || nowMs - newest.createdAtMs >= dayMs) {
    if (newest?.observed.status === 'failed') discardSnapshot(tables, newest);
    newAutomatedSnapshot(context, row);
  }
  const taken = backups.filter(({ observed }) => observed.status === 'available');
  const newestTakenAtMs = taken.at(-1)?.observed.takenAtMs;
  if (newestTakenAtMs === undefined) return row.observed.restorable;
  await discardOld(context, driver, row);
  // A mark from before the last backup says nothing about what comes after it.
  const known = row.observed.restorable?.mark;
  const last = known !== undefined && known.atMs > newestTakenAtMs ? known : undefined;
  const mark = await driver.markArchive(row.resourceId, last?.writes);
  if (mark !== undefined) return { untilMs: nowMs, mark: { atMs: nowMs, ...mark } };
  return last === undefined ? undefined : { untilMs: nowMs, mark: last };
}

/** The last one stays, however old it is, and all stay while something is restored from them. */
async function discardOld(
  context: OperationContext,
  driver: Pick<DatabaseDriver, 'trimArchive'>,
  row: DbInstanceRow,
): Promise<void> {
  const tables = rdsTablesOf(context);
  if (isBeingRestored(tables, row)) return;
  const oldestMs = context.clock.now() - row.backupRetentionDays * dayMs;
  const taken = automatedSnapshotsOf(tables, row).filter(({ observed }) => observed.status === 'available');
  const old = taken.slice(0, -1).filter(({ createdAtMs }) => createdAtMs < oldestMs);
  if (old.length === 0) return;
  for (const backup of old) discardSnapshot(tables, backup);
  const first = taken.find((backup) => !old.includes(backup));
  if (first !== undefined) await driver.trimArchive(row.resourceId, first.backupId);
}
