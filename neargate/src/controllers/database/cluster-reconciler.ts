import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { type DatabaseDriver, DatabaseError } from '../../drivers/postgres/driver.ts';
import type { OperationContext } from '../../services/context.ts';
import { forgetDbCluster } from '../../services/rds/db-clusters.ts';
import { membersOf } from '../../services/rds/replication.ts';
import {
  type DbClusterRow,
  type DbClusterSnapshotRow,
  type DbInstanceRow,
  type RdsTables,
  rdsTables,
} from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { dueClusterSnapshots, noteSnapshot } from './due-backups.ts';

export interface ClusterReconcilerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly driver: Pick<DatabaseDriver, 'copyBackup' | 'deleteBackup'>;
  /** The context in which RDS itself acts, for an account and region. */
  contextOf(scope: string): OperationContext;
}

/** What failed may heal: a disk gets room. */
const retryMs = 30_000;

/**
 * Keeps the data that belong to a DB cluster while none of its instances has them: those of a snapshot before there is a writer, those
 * of the last instance after it is gone. What runs is the instances', each with a reconciler of its own.
 */
export function clusterReconciler(options: ClusterReconcilerOptions): Reconciler {
  const { store, log } = options;
  return {
    name: 'database-cluster',
    keysFor,
    initialKeys: () =>
      store
        .scopes('rds.clusters')
        .flatMap((scope) => Array.from(rdsTables(store, scope).clusters.keys(), (id) => `${scope} ${id}`)),
    async reconcile(key): Promise<ReconcileResult | undefined> {
      const [scope = '', identifier = ''] = key.split(' ');
      const tables = rdsTables(store, scope);
      const row = tables.clusters.get(identifier);
      if (row === undefined) return undefined;
      try {
        await (row.desired === 'deleted' ? remove(options, scope, tables, row) : keep(options, tables, row));
        return undefined;
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        log.error('a database cluster failed', { cluster: identifier, reason: error.message });
        const status = row.desired === 'deleted' ? 'deleting' : 'failed';
        observe(tables, row, { status, reason: error.message });
        return { requeueAfterMs: retryMs };
      }
    },
  };
}

async function keep(options: ClusterReconcilerOptions, tables: RdsTables, row: DbClusterRow): Promise<void> {
  const { driver } = options;
  const writer = tables.instances.get(row.writerIdentifier ?? '');
  const hasData = writer?.observed.startedAtMs !== undefined;
  if (row.observed.status === 'creating' || row.observed.status === 'failed') {
    if (row.originBackupId !== undefined && row.volumeBackupId === undefined && !hasData) {
      const volumeBackupId = `volume-${row.resourceId}`;
      await driver.copyBackup(row.originBackupId, volumeBackupId);
      update(tables, row, { volumeBackupId });
    }
    if (row.instances !== undefined && !areAvailable(membersOf(tables, row))) return;
    observe(tables, row, { status: 'available' });
  }
  await takeSnapshots(options, tables, row);
  // The writer has data of its own by now, and they go on.
  const { volumeBackupId } = tables.clusters.get(row.identifier) ?? {};
  if (hasData && volumeBackupId !== undefined) {
    update(tables, row, { volumeBackupId: undefined });
    await driver.deleteBackup(volumeBackupId);
  }
}

/** Those that no writer can take, which would take them itself. */
async function takeSnapshots(
  { driver, clock }: ClusterReconcilerOptions,
  tables: RdsTables,
  { identifier, resourceId }: DbClusterRow,
): Promise<void> {
  for (const snapshot of dueClusterSnapshots(tables, resourceId)) {
    const { volumeBackupId, writerIdentifier } = tables.clusters.get(identifier) ?? {};
    if (writerIdentifier !== undefined) return;
    if (volumeBackupId !== undefined) await driver.copyBackup(volumeBackupId, snapshot.backupId);
    noteSnapshot(tables.clusterSnapshots, snapshot, {
      observed: { status: 'available', takenAtMs: clock.now() },
      isEmpty: volumeBackupId === undefined ? true : undefined,
    });
  }
}

async function remove(
  options: ClusterReconcilerOptions,
  scope: string,
  tables: RdsTables,
  row: DbClusterRow,
): Promise<void> {
  if (membersOf(tables, row).length > 0) return;
  await takeSnapshots(options, tables, row);
  const { volumeBackupId } = tables.clusters.get(row.identifier) ?? {};
  if (volumeBackupId !== undefined) await options.driver.deleteBackup(volumeBackupId);
  options.store.transact(() => forgetDbCluster(options.contextOf(scope), row.identifier));
}

function areAvailable(members: readonly DbInstanceRow[]): boolean {
  return members.every(({ observed }) => observed.status === 'available');
}

function observe(tables: RdsTables, row: DbClusterRow, observed: DbClusterRow['observed']): void {
  update(tables, row, { observed });
}

function update(tables: RdsTables, { identifier }: DbClusterRow, changes: Partial<DbClusterRow>): void {
  const current = tables.clusters.get(identifier);
  if (current === undefined) return;
  const changed = { ...current, ...changes };
  if (JSON.stringify(changed) !== JSON.stringify(current)) tables.clusters.put(identifier, changed);
}

function keysFor({ table, scope, key, before, after }: Change): readonly string[] {
  switch (table) {
    case 'rds.clusters':
      return [`${scope} ${key}`];
    case 'rds.cluster-snapshots':
      return [`${scope} ${((after ?? before) as DbClusterSnapshotRow).clusterIdentifier}`];
    case 'rds.instances': {
      const { clusterIdentifier } = (after ?? before) as DbInstanceRow;
      return clusterIdentifier === undefined ? [] : [`${scope} ${clusterIdentifier}`];
    }
    default:
      return [];
  }
}
