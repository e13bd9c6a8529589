import type { DbClusterRow, DbInstanceRow, RdsTables } from './store.ts';

/** The instance whose data this one is to follow: the source of a read replica, the writer of a cluster. */
export function leaderOf(tables: RdsTables, row: DbInstanceRow): DbInstanceRow | undefined {
  const leader = row.readReplicaSourceIdentifier ?? clusterOf(tables, row)?.writerIdentifier;
  return leader === undefined || leader === row.identifier ? undefined : tables.instances.get(leader);
}

export function clusterOf(tables: RdsTables, { clusterIdentifier }: DbInstanceRow): DbClusterRow | undefined {
  return clusterIdentifier === undefined ? undefined : tables.clusters.get(clusterIdentifier);
}

export function membersOf(tables: RdsTables, { identifier }: DbClusterRow): readonly DbInstanceRow[] {
  return [...tables.instances.values()].filter((each) => each.clusterIdentifier === identifier);
}

/**
 * The member that takes over from a writer that goes: one that has the data already, of the lowest tier; of several the oldest.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
 */
export function successorOf(
  tables: RdsTables,
  cluster: DbClusterRow,
  writer: DbInstanceRow,
): DbInstanceRow | undefined {
  return membersOf(tables, cluster)
    .filter(({ identifier, desired }) => identifier !== writer.identifier && desired.state !== 'deleted')
    .toSorted(
      (left, right) =>
        Number(left.observed.startedAtMs === undefined) - Number(right.observed.startedAtMs === undefined) ||
        (left.promotionTier ?? 1) - (right.promotionTier ?? 1),
    )[0];
}

/** Those that are to follow this one, and those that still do. */
export function followersOf(tables: RdsTables, row: DbInstanceRow): readonly DbInstanceRow[] {
  return [...tables.instances.values()].filter(
    (each) =>
      each.observed.following?.resourceId === row.resourceId ||
      leaderOf(tables, each)?.resourceId === row.resourceId,
  );
}

export function readReplicasOf(tables: RdsTables, { identifier }: DbInstanceRow): readonly DbInstanceRow[] {
  return [...tables.instances.values()].filter((each) => each.readReplicaSourceIdentifier === identifier);
}

/**
 * Ends replication of this row: its server is promoted by its controller.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html
 */
export function withoutSource(row: DbInstanceRow): DbInstanceRow {
  const { readReplicaSourceIdentifier: _source, ...rest } = row;
  const { status } = row.observed;
  return { ...rest, observed: { ...row.observed, status: status === 'available' ? 'modifying' : status } };
}

/** Whether RDS backs it up by itself, so that it can be restored to a point in time. Of clusters and replicas nothing is kept. */
export function keepsBackups({
  backupRetentionDays,
  clusterIdentifier,
  readReplicaSourceIdentifier,
}: DbInstanceRow): boolean {
  return (
    backupRetentionDays > 0 && clusterIdentifier === undefined && readReplicaSourceIdentifier === undefined
  );
}
