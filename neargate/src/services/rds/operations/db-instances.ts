import type {
  DBInstanceMessage,
  DeleteDBInstanceMessage,
  DeleteDBInstanceResult,
  DescribeDBInstancesMessage,
  RebootDBInstanceMessage,
  RebootDBInstanceResult,
  StartDBInstanceMessage,
  StartDBInstanceResult,
  StopDBInstanceMessage,
  StopDBInstanceResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../operation.ts';
import { findDbInstance } from '../db-instances.ts';
import { describeDbInstance } from '../describe-db-instance.ts';
import { invalidDbInstanceState, invalidParameterCombination } from '../errors.ts';
import { automatedSnapshotsOf, discardSnapshot, isBeingRestored, newDbSnapshot } from '../db-snapshots.ts';
import { filtered, type FilterValues } from '../filters.ts';
import { page } from '../paging.ts';
import { clusterOf, keepsBackups, readReplicasOf, successorOf, withoutSource } from '../replication.ts';
import { type DbClusterRow, type DbInstanceRow, type RdsTables, rdsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
export const describeDbInstances = operation<DescribeDBInstancesMessage, DBInstanceMessage>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const asked =
      input.DBInstanceIdentifier === undefined
        ? [...tables.instances.values()]
        : [findDbInstance(tables, input.DBInstanceIdentifier)];
    const valuesOf: FilterValues<DbInstanceRow> = {
      'db-cluster-id': (row) => {
        const cluster = clusterOf(tables, row);
        return cluster === undefined ? [] : [cluster.identifier, cluster.arn];
      },
      'db-instance-id': (row) => [row.identifier, row.arn],
      'dbi-resource-id': (row) => [row.resourceId],
      domain: () => [],
      engine: (row) => [row.engine],
    };
    const found = filtered(asked, input.Filters ?? [], valuesOf);
    const { items, marker } = page(found, (row) => row.identifier, input);
    return { DBInstances: items.map((row) => describeDbInstance(context, tables, row)), Marker: marker };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html */
export const deleteDbInstance = operation<DeleteDBInstanceMessage, DeleteDBInstanceResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbInstance(tables, input.DBInstanceIdentifier);
    if (row.deletionProtection) {
      throw invalidParameterCombination(
        'Cannot delete protected DB Instance, please disable deletion protection and try again.',
      );
    }
    if (row.desired.state === 'deleted') {
      throw invalidDbInstanceState(`Instance ${row.identifier} is already being deleted.`);
    }
    const cluster = clusterOf(tables, row);
    if (cluster !== undefined) {
      return { DBInstance: describeDbInstance(context, tables, deleteMember(tables, cluster, row, input)) };
    }
    const { SkipFinalSnapshot: skip = false, FinalDBSnapshotIdentifier: snapshot } = input;
    if (!skip && snapshot === undefined) {
      throw invalidParameterCombination(
        'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
      );
    }
    if (skip && snapshot !== undefined) {
      throw invalidParameterCombination(
        'FinalDBSnapshotIdentifier can not be specified when deleting with SkipFinalSnapshot.',
      );
    }
    if (isBeingRestored(tables, row)) {
      throw invalidDbInstanceState(
        `Instance ${row.identifier} cannot be deleted while another instance is restored from its backups.`,
      );
    }
    if (input.DeleteAutomatedBackups === false && keepsBackups(row)) {
      throw invalidParameterCombination(
        'Neargate keeps no automated backups of DB instances that are deleted: leave DeleteAutomatedBackups out.',
      );
    }
    if (snapshot !== undefined && row.readReplicaSourceIdentifier !== undefined) {
      throw invalidParameterCombination(
        'FinalDBSnapshotIdentifier can not be specified when deleting a replica instance',
      );
    }
    // Of a server that never ran there is nothing to take.
    if (snapshot !== undefined) {
      if (row.observed.startedAtMs === undefined) {
        throw invalidDbInstanceState(
          `Cannot create a final snapshot because the database instance ${row.identifier} has not been available yet.`,
        );
      }
      newDbSnapshot(context, tables, row, { identifier: snapshot });
    }
    const changed: DbInstanceRow = {
      ...row,
      desired: { state: 'deleted' },
      observed: { ...row.observed, status: 'deleting' },
    };
    tables.instances.put(row.identifier, changed);
    for (const backup of automatedSnapshotsOf(tables, row)) discardSnapshot(tables, backup);
    // Replicas in the source's region live on by themselves.
    for (const replica of readReplicasOf(tables, row)) {
      tables.instances.put(replica.identifier, withoutSource(replica));
    }
    return { DBInstance: describeDbInstance(context, tables, changed) };
  },
});

/** A member has no snapshots of its own; its cluster keeps the data. When it is the writer, another one takes over. */
function deleteMember(
  tables: RdsTables,
  cluster: DbClusterRow,
  row: DbInstanceRow,
  { FinalDBSnapshotIdentifier: snapshot }: DeleteDBInstanceMessage,
): DbInstanceRow {
  if (snapshot !== undefined) {
    throw invalidParameterCombination(
      'FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance',
    );
  }
  if (cluster.instances !== undefined) {
    throw invalidDbInstanceState(
      `Instance ${row.identifier} belongs to the Multi-AZ DB cluster ${cluster.identifier} and is deleted with it.`,
    );
  }
  const changed: DbInstanceRow = {
    ...row,
    desired: { state: 'deleted' },
    observed: { ...row.observed, status: 'deleting' },
  };
  tables.instances.put(row.identifier, changed);
  const successor = successorOf(tables, cluster, row);
  if (cluster.writerIdentifier === row.identifier && successor?.observed.startedAtMs !== undefined) {
    tables.clusters.put(cluster.identifier, { ...cluster, writerIdentifier: successor.identifier });
  }
  return changed;
}

/**
 * Neither a read replica nor its source can be stopped.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
 */
export const stopDbInstance = operation<StopDBInstanceMessage, StopDBInstanceResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbInstance(tables, input.DBInstanceIdentifier);
    mustBe(row, 'available');
    if (row.clusterIdentifier !== undefined) {
      throw invalidDbInstanceState(
        `Instance ${row.identifier} is a member of the DB cluster ${row.clusterIdentifier} and cannot be stopped by itself.`,
      );
    }
    if (row.readReplicaSourceIdentifier !== undefined || readReplicasOf(tables, row).length > 0) {
      throw invalidDbInstanceState(
        `Cannot stop instance ${row.identifier}: it has a read replica or is one.`,
      );
    }
    const changed: DbInstanceRow = {
      ...row,
      desired: { ...row.desired, state: 'stopped' },
      observed: { ...row.observed, status: 'stopping' },
    };
    tables.instances.put(row.identifier, changed);
    return { DBInstance: describeDbInstance(context, tables, changed) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartDBInstance.html */
export const startDbInstance = operation<StartDBInstanceMessage, StartDBInstanceResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbInstance(tables, input.DBInstanceIdentifier);
    mustBe(row, 'stopped');
    const changed: DbInstanceRow = {
      ...row,
      desired: { ...row.desired, state: 'running' },
      observed: { ...row.observed, status: 'starting' },
    };
    tables.instances.put(row.identifier, changed);
    return { DBInstance: describeDbInstance(context, tables, changed) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RebootDBInstance.html */
export const rebootDbInstance = operation<RebootDBInstanceMessage, RebootDBInstanceResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbInstance(tables, input.DBInstanceIdentifier);
    mustBe(row, 'available');
    const changed: DbInstanceRow = {
      ...row,
      desired: { ...row.desired, restartRequestedAtMs: context.clock.now() },
      observed: { ...row.observed, status: 'rebooting' },
    };
    tables.instances.put(row.identifier, changed);
    return { DBInstance: describeDbInstance(context, tables, changed) };
  },
});

function mustBe(row: DbInstanceRow, status: 'available' | 'stopped'): void {
  if (row.observed.status === status) return;
  throw invalidDbInstanceState(`Instance ${row.identifier} is not in ${status} state.`);
}
