import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { type DatabaseDriver, DatabaseError } from '../../drivers/postgres/driver.ts';
import type { OperationContext } from '../../services/context.ts';
import { forgetDbSnapshot } from '../../services/rds/db-snapshots.ts';
import { type DbSnapshotRow, type RdsTables, rdsTables } from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';

export interface SnapshotReconcilerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly driver: Pick<DatabaseDriver, 'copyBackup' | 'deleteBackup'>;
  /** The context in which RDS itself acts, for an account and region. */
  contextOf(scope: string): OperationContext;
}

const table = 'rds.snapshots';

/** Copies and deletes the data of snapshots. What is taken of an instance is taken by the instance's own reconciler. */
export function snapshotReconciler(options: SnapshotReconcilerOptions): Reconciler {
  const { store, driver } = options;
  return {
    name: 'database-snapshot',
    keysFor: (change) => (change.table === table ? [`${change.scope} ${change.key}`] : []),
    initialKeys: () =>
      store
        .scopes(table)
        .flatMap((scope) => Array.from(rdsTables(store, scope).snapshots.keys(), (id) => `${scope} ${id}`)),
    async reconcile(key) {
      const [scope = '', identifier = ''] = key.split(' ');
      const tables = rdsTables(store, scope);
      const row = tables.snapshots.get(identifier);
      if (row === undefined) return undefined;
      if (row.desired === 'deleted') {
        await driver.deleteBackup(row.backupId);
        store.transact(() => forgetDbSnapshot(options.contextOf(scope), identifier));
      } else if (row.observed.status === 'creating') {
        await (row.copyOf === undefined ? failWithoutInstance(tables, row) : copy(options, tables, row));
      }
      return undefined;
    },
  };
}

async function copy(
  { driver, clock, log }: SnapshotReconcilerOptions,
  tables: RdsTables,
  row: DbSnapshotRow,
): Promise<void> {
  try {
    await driver.copyBackup(row.copyOf?.backupId ?? '', row.backupId);
    note(tables, row, { status: 'available', takenAtMs: clock.now() });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    log.error('a snapshot failed', { snapshot: row.identifier, reason: error.message });
    note(tables, row, { status: 'failed', reason: error.message });
  }
}

/** An instance is not deleted before what is asked of it has been taken; this is for one that is gone in another way. */
function failWithoutInstance(tables: RdsTables, row: DbSnapshotRow): void {
  const exists = [...tables.instances.values()].some(
    ({ resourceId }) => resourceId === row.instanceResourceId,
  );
  if (!exists) note(tables, row, { status: 'failed', reason: 'The DB instance is gone.' });
}

function note(tables: RdsTables, row: DbSnapshotRow, observed: DbSnapshotRow['observed']): void {
  const current = tables.snapshots.get(row.identifier);
  if (current?.backupId === row.backupId) tables.snapshots.put(row.identifier, { ...current, observed });
}
