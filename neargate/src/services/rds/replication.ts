import type { DbInstanceRow, RdsTables } from './store.ts';

/** The instance whose data this one is to follow: the source of a read replica. */
export function leaderOf(tables: RdsTables, row: DbInstanceRow): DbInstanceRow | undefined {
  const { readReplicaSourceIdentifier: source } = row;
  return source === undefined ? undefined : tables.instances.get(source);
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
