import { clusterOf } from '../../services/rds/replication.ts';
import type {
  DbClusterSnapshotRow,
  DbInstanceRow,
  DbSnapshotRow,
  RdsTables,
  SnapshotObservation,
} from '../../services/rds/store.ts';
import type { Table } from '../../store/table.ts';

/** A snapshot of an instance whose data wait to be copied. */
export interface DueBackup {
  readonly snapshot: string;
  readonly backupId: string;
  /** @returns whether it is still wanted */
  note(observed: SnapshotObservation): boolean;
}

/** The oldest one of the instance, or of the cluster whose writer it is. */
export function dueBackup(tables: RdsTables, row: DbInstanceRow): DueBackup | undefined {
  const own = [...tables.snapshots.values()].find(
    (snapshot) => isDue(snapshot) && snapshot.instanceResourceId === row.resourceId,
  );
  if (own !== undefined) return dueOf(tables.snapshots, own);
  const cluster = clusterOf(tables, row);
  if (cluster?.writerIdentifier !== row.identifier || row.observed.startedAtMs === undefined) {
    return undefined;
  }
  const ofCluster = dueClusterSnapshots(tables, cluster.resourceId)[0];
  return ofCluster && dueOf(tables.clusterSnapshots, ofCluster);
}

export function dueClusterSnapshots(
  tables: RdsTables,
  clusterResourceId: string,
): readonly DbClusterSnapshotRow[] {
  return [...tables.clusterSnapshots.values()].filter(
    (snapshot) => isDue(snapshot) && snapshot.clusterResourceId === clusterResourceId,
  );
}

function isDue(snapshot: DbSnapshotRow | DbClusterSnapshotRow): boolean {
  return (
    snapshot.copyOf === undefined && snapshot.desired === 'present' && snapshot.observed.status === 'creating'
  );
}

/** What is known of the snapshot's data is noted only while it is still the same. */
export function noteSnapshot<Row extends DbSnapshotRow | DbClusterSnapshotRow>(
  table: Table<Row>,
  { identifier, backupId }: Row,
  changes: Partial<Row>,
): boolean {
  const current = table.get(identifier);
  if (current?.backupId !== backupId || current.desired === 'deleted') return false;
  table.put(identifier, { ...current, ...changes });
  return true;
}

function dueOf<Row extends DbSnapshotRow | DbClusterSnapshotRow>(table: Table<Row>, row: Row): DueBackup {
  return {
    snapshot: row.identifier,
    backupId: row.backupId,
    note: (observed) => noteSnapshot(table, row, { observed } as Partial<Row>),
  };
}
