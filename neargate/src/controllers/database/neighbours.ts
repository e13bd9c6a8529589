import { clusterOf, followersOf, leaderOf, membersOf } from '../../services/rds/replication.ts';
import type { DbInstanceRow, RdsTables } from '../../services/rds/store.ts';

/**
 * The instances that a change of another one concerns: a source keeps its log for those that follow it, and these have to know where it
 * is and whether it goes.
 */
export function neighboursConcerned(
  tables: RdsTables,
  before: DbInstanceRow | undefined,
  after: DbInstanceRow | undefined,
): readonly string[] {
  if (JSON.stringify(concern(before)) === JSON.stringify(concern(after))) return [];
  const concerned = [before, after].flatMap((row) => (row === undefined ? [] : around(tables, row)));
  return [...new Set(concerned)].filter((identifier) => identifier !== (after ?? before)?.identifier);
}

function concern(row: DbInstanceRow | undefined): unknown {
  return (
    row && [
      row.resourceId,
      row.readReplicaSourceIdentifier,
      row.clusterIdentifier,
      row.desired.state,
      row.observed.local,
      row.observed.following?.resourceId,
    ]
  );
}

function around(tables: RdsTables, row: DbInstanceRow): readonly string[] {
  const leader = leaderOf(tables, row);
  const followed = [...tables.instances.values()].filter(
    ({ resourceId }) => resourceId === row.observed.following?.resourceId,
  );
  const cluster = clusterOf(tables, row);
  const members = cluster === undefined ? [] : membersOf(tables, cluster);
  return [
    ...members,
    ...(leader === undefined ? [] : [leader]),
    ...followed,
    ...followersOf(tables, row),
  ].map(({ identifier }) => identifier);
}
