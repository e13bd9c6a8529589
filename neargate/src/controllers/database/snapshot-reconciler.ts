import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { type DatabaseDriver, DatabaseError } from '../../drivers/postgres/driver.ts';
import type { OperationContext } from '../../services/context.ts';
import { forgetDbClusterSnapshot } from '../../services/rds/cluster-snapshots.ts';
import { forgetDbSnapshot } from '../../services/rds/db-snapshots.ts';
import {
  type DbClusterSnapshotRow,
  type DbSnapshotRow,
  type RdsTables,
  rdsTables,
  type SnapshotObservation,
} from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import type { Reconciler } from '../reconciler.ts';
import { noteSnapshot } from './due-backups.ts';

export interface SnapshotReconcilerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly driver: Pick<DatabaseDriver, 'copyBackup' | 'deleteBackup'>;
  /** The context in which RDS itself acts, for an account and region. */
  contextOf(scope: string): OperationContext;
}

type SnapshotRow = DbSnapshotRow | DbClusterSnapshotRow;

/** Snapshots of instances and of clusters differ in where they are and whose they are. */
interface Kind {
  readonly table: 'rds.snapshots' | 'rds.cluster-snapshots';
  rowsOf(tables: RdsTables): Table<SnapshotRow>;
  forget(context: OperationContext, identifier: string): void;
  /** Whether what it is to be taken of is still there. */
  hasSource(tables: RdsTables, row: SnapshotRow): boolean;
}

const kinds: readonly Kind[] = [
  {
    table: 'rds.snapshots',
    rowsOf: (tables) => tables.snapshots as Table<SnapshotRow>,
    forget: forgetDbSnapshot,
    hasSource: (tables, row) =>
      [...tables.instances.values()].some(
        ({ resourceId }) => resourceId === (row as DbSnapshotRow).instanceResourceId,
      ),
  },
  {
    table: 'rds.cluster-snapshots',
    rowsOf: (tables) => tables.clusterSnapshots as Table<SnapshotRow>,
    forget: forgetDbClusterSnapshot,
    hasSource: (tables, row) =>
      [...tables.clusters.values()].some(
        ({ resourceId }) => resourceId === (row as DbClusterSnapshotRow).clusterResourceId,
      ),
  },
];

/**
 * Copies and deletes the data of snapshots. What is taken of an instance or a cluster is taken by the reconciler of that: it
 * alone knows when its data hold still.
 */
export function snapshotReconciler(options: SnapshotReconcilerOptions): Reconciler {
  const { store, driver } = options;
  return {
    name: 'database-snapshot',
    keysFor: ({ table, scope, key }) =>
      kinds.some((kind) => kind.table === table) ? [`${table} ${scope} ${key}`] : [],
    initialKeys: () =>
      kinds.flatMap((kind) =>
        store
          .scopes(kind.table)
          .flatMap((scope) =>
            Array.from(kind.rowsOf(rdsTables(store, scope)).keys(), (id) => `${kind.table} ${scope} ${id}`),
          ),
      ),
    async reconcile(key) {
      const [table = '', scope = '', identifier = ''] = key.split(' ');
      const kind = kinds.find((each) => each.table === table);
      const tables = rdsTables(store, scope);
      const row = kind?.rowsOf(tables).get(identifier);
      if (kind === undefined || row === undefined) return undefined;
      if (row.desired === 'deleted') {
        await driver.deleteBackup(row.backupId);
        store.transact(() => kind.forget(options.contextOf(scope), identifier));
      } else if (row.observed.status === 'creating') {
        const note = (observed: SnapshotObservation) => noteSnapshot(kind.rowsOf(tables), row, { observed });
        if (row.copyOf !== undefined) await copy(options, row, row.copyOf.backupId, note);
        // It is not deleted before what is asked of it has been taken; this is for what goes in another way.
        else if (!kind.hasSource(tables, row)) note({ status: 'failed', reason: 'Its source is gone.' });
      }
      return undefined;
    },
  };
}

async function copy(
  { driver, clock, log }: SnapshotReconcilerOptions,
  row: SnapshotRow,
  sourceBackupId: string,
  note: (observed: SnapshotObservation) => boolean,
): Promise<void> {
  try {
    const isEmpty = 'isEmpty' in row && row.isEmpty === true;
    if (!isEmpty) await driver.copyBackup(sourceBackupId, row.backupId);
    note({ status: 'available', takenAtMs: clock.now() });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    log.error('a snapshot failed', { snapshot: row.identifier, reason: error.message });
    note({ status: 'failed', reason: error.message });
  }
}
