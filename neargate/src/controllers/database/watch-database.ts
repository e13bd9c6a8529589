import { DatabaseError } from '../../drivers/postgres/driver.ts';
import { keepsBackups } from '../../services/rds/replication.ts';
import type { DbInstanceRow } from '../../services/rds/store.ts';
import type { ReconcileResult } from '../reconciler.ts';
import { keepBackups } from './automated-backups.ts';
import type { DatabaseEnvironment } from './environment.ts';
import type { InstanceObserver } from './instance-observer.ts';

/** How often RDS uploads the log of an instance. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html */
const logBackupMs = 5 * 60_000;
/** How often replication is looked at: while it goes on, and while it does not. */
const watchMs = 10_000;
const soonMs = 500;

/** What goes on while nothing is to be done with an instance. @returns when to look again */
export async function watchDatabase(
  environment: DatabaseEnvironment,
  scope: string,
  row: DbInstanceRow,
  observer: InstanceObserver,
): Promise<ReconcileResult | undefined> {
  if (environment.driver.running(row.resourceId) === undefined) return undefined;
  return row.observed.following === undefined
    ? backUp(environment, scope, row, observer)
    : watchReplication(environment, row, observer);
}

async function backUp(
  { driver, timing, contextOf }: DatabaseEnvironment,
  scope: string,
  row: DbInstanceRow,
  observer: InstanceObserver,
): Promise<ReconcileResult | undefined> {
  try {
    const restorable = await keepBackups(contextOf(scope), driver, row);
    observer.note((observed) => ({ ...observed, restorable }));
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // The database goes on serving, and what it can be restored to stays what it is.
    observer.tellFailure('a database is not backed up', error.message);
  }
  return keepsBackups(row) ? { requeueAfterMs: timing.scaled('rds-log-backup', logBackupMs) } : undefined;
}

/** Whether changes still arrive is nothing that anybody tells. */
async function watchReplication(
  { driver }: DatabaseEnvironment,
  { resourceId }: DbInstanceRow,
  observer: InstanceObserver,
): Promise<ReconcileResult> {
  const isReplicating = await driver.isReplicating(resourceId);
  observer.note((observed) =>
    observed.following === undefined
      ? observed
      : { ...observed, following: { ...observed.following, isReplicating } },
  );
  return { requeueAfterMs: isReplicating ? watchMs : soonMs };
}
