import { membersOf } from '../../services/rds/replication.ts';
import {
  type DbClusterRow,
  type DbClusterSnapshotRow,
  type DbInstanceRow,
  type DbSnapshotRow,
  rdsTables,
} from '../../services/rds/store.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import { neighboursConcerned } from './neighbours.ts';

/** The instances that a change concerns, by their keys. Most changes concern none. */
export function instanceKeys(store: Store, { table, scope, key, before, after }: Change): readonly string[] {
  if (table === 'rds.parameter-groups') {
    return [...rdsTables(store, scope).instances.values()]
      .filter(({ parameterGroupName }) => parameterGroupName === key)
      .map(({ identifier }) => instanceKey(scope, identifier));
  }
  if (table === 'rds.clusters') return membersChanged(store, scope, before, after);
  if (table === 'rds.cluster-parameter-groups') {
    const tables = rdsTables(store, scope);
    return [...tables.clusters.values()]
      .filter(({ parameterGroupName }) => parameterGroupName === key)
      .flatMap((cluster) => membersOf(tables, cluster))
      .map(({ identifier }) => instanceKey(scope, identifier));
  }
  if (table === 'rds.cluster-snapshots') {
    if (before !== undefined) return [];
    const { clusterIdentifier } = after as DbClusterSnapshotRow;
    const writer = rdsTables(store, scope).clusters.get(clusterIdentifier)?.writerIdentifier;
    return writer === undefined ? [] : [instanceKey(scope, writer)];
  }
  if (table === 'rds.snapshots') {
    const { instanceIdentifier } = (after ?? before) as DbSnapshotRow;
    return before === undefined ? [instanceKey(scope, instanceIdentifier)] : [];
  }
  if (table !== 'rds.instances') return [];
  const [old, now] = [before, after] as [DbInstanceRow | undefined, DbInstanceRow | undefined];
  const neighbours = neighboursConcerned(rdsTables(store, scope), old, now).map((id) =>
    instanceKey(scope, id),
  );
  if (now === undefined) return neighbours;
  const isOwnWriting = old !== undefined && sameApartFromObserved(old, now) && !hasEnded(old, now);
  return isOwnWriting ? neighbours : [instanceKey(scope, key), ...neighbours];
}

/** All members: the writer may be another one, and with it whom the others follow. */
function membersChanged(store: Store, scope: string, before: unknown, after: unknown): readonly string[] {
  const cluster = (after ?? before) as DbClusterRow;
  return membersOf(rdsTables(store, scope), cluster).map(({ identifier }) => instanceKey(scope, identifier));
}

function sameApartFromObserved(left: DbInstanceRow, right: DbInstanceRow): boolean {
  return JSON.stringify({ ...left, observed: null }) === JSON.stringify({ ...right, observed: null });
}

/** The one thing observed that is not the end of a step: the server ended by itself. */
function hasEnded(before: DbInstanceRow, after: DbInstanceRow): boolean {
  return before.observed.local !== undefined && after.observed.status === 'starting';
}

/** Neither an identifier nor a scope holds a space. */
export function instanceKey(scope: string, identifier: string): string {
  return `${scope} ${identifier}`;
}
