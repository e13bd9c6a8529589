import type {
  AddRoleToDBClusterMessage,
  CreateDBClusterMessage,
  CreateDBClusterResult,
  DBClusterMessage,
  DeleteDBClusterMessage,
  DeleteDBClusterResult,
  DescribeDBClustersMessage,
  DisableHttpEndpointRequest,
  DisableHttpEndpointResponse,
  EnableHttpEndpointRequest,
  EnableHttpEndpointResponse,
  PromoteReadReplicaDBClusterMessage,
  PromoteReadReplicaDBClusterResult,
  RemoveRoleFromDBClusterMessage,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { newDbClusterSnapshot } from '../cluster-snapshots.ts';
import { newCredentials } from '../credentials.ts';
import { describeDbCluster, findDbCluster } from '../db-clusters.ts';
import { invalidDbClusterState, invalidParameterCombination, resourceNotFound } from '../errors.ts';
import { newDbCluster } from '../new-db-cluster.ts';
import { filtered, type FilterValues } from '../filters.ts';
import { page } from '../paging.ts';
import { membersOf } from '../replication.ts';
import { type DbClusterRow, rdsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html */
export const createDbCluster = operation<CreateDBClusterMessage, CreateDBClusterResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = newDbCluster(context, tables, input, (identifier) =>
      newCredentials(context, { kind: 'cluster', identifier }, input),
    );
    return { DBCluster: describeDbCluster(tables, tables.clusters.get(row.identifier) ?? row) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html */
export const describeDbClusters = operation<DescribeDBClustersMessage, DBClusterMessage>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const asked =
      input.DBClusterIdentifier === undefined
        ? [...tables.clusters.values()]
        : [findDbCluster(tables, input.DBClusterIdentifier)];
    const valuesOf: FilterValues<DbClusterRow> = {
      'clone-group-id': () => [],
      'db-cluster-id': (row) => [row.identifier, row.arn],
      'db-cluster-resource-id': (row) => [row.resourceId],
      domain: () => [],
      engine: (row) => [row.engine],
    };
    const found = filtered(asked, input.Filters ?? [], valuesOf);
    const { items, marker } = page(found, (row) => row.identifier, input);
    return { DBClusters: items.map((row) => describeDbCluster(tables, row)), Marker: marker };
  },
});

/**
 * The instances of an Aurora cluster are deleted before it, those of a Multi-AZ cluster with it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html
 */
export const deleteDbCluster = operation<DeleteDBClusterMessage, DeleteDBClusterResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbCluster(tables, input.DBClusterIdentifier);
    if (row.deletionProtection) {
      throw invalidParameterCombination(
        'Cannot delete protected Cluster, please disable deletion protection and try again.',
      );
    }
    if (row.desired === 'deleted') {
      throw invalidDbClusterState(`DB cluster ${row.identifier} is already being deleted.`);
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
    const members = membersOf(tables, row);
    if (row.instances === undefined && members.some(({ desired }) => desired.state !== 'deleted')) {
      throw invalidDbClusterState(
        'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
      );
    }
    if (snapshot !== undefined) newDbClusterSnapshot(context, tables, row, { identifier: snapshot });
    for (const member of members) {
      tables.instances.put(member.identifier, {
        ...member,
        desired: { state: 'deleted' },
        observed: { ...member.observed, status: 'deleting' },
      });
    }
    const changed: DbClusterRow = { ...row, desired: 'deleted', observed: { status: 'deleting' } };
    tables.clusters.put(row.identifier, changed);
    return { DBCluster: describeDbCluster(tables, changed) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBCluster.html */
export const addRoleToDbCluster = operation<AddRoleToDBClusterMessage, Record<string, never>>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbCluster(tables, input.DBClusterIdentifier);
    const role = { roleArn: input.RoleArn ?? '', featureName: input.FeatureName };
    if (row.stored.roles.some((each) => isSameRole(each, role))) {
      throw new AwsError(
        'DBClusterRoleAlreadyExists',
        `Role ARN ${role.roleArn} is already associated with DB Cluster: ${row.identifier}.`,
      );
    }
    const roles = [...row.stored.roles, role];
    tables.clusters.put(row.identifier, { ...row, stored: { ...row.stored, roles } });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RemoveRoleFromDBCluster.html */
export const removeRoleFromDbCluster = operation<RemoveRoleFromDBClusterMessage, Record<string, never>>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbCluster(tables, input.DBClusterIdentifier);
    const role = { roleArn: input.RoleArn ?? '', featureName: input.FeatureName };
    const roles = row.stored.roles.filter((each) => !isSameRole(each, role));
    if (roles.length === row.stored.roles.length) {
      throw new AwsError(
        'DBClusterRoleNotFound',
        `Role ARN ${role.roleArn} cannot be found for DB Cluster: ${row.identifier}.`,
        { status: 404 },
      );
    }
    tables.clusters.put(row.identifier, { ...row, stored: { ...row.stored, roles } });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_EnableHttpEndpoint.html */
export const enableHttpEndpoint = operation<EnableHttpEndpointRequest, EnableHttpEndpointResponse>({
  handle: (context, input) => switchHttpEndpoint(context, input.ResourceArn, true),
});

export const disableHttpEndpoint = operation<DisableHttpEndpointRequest, DisableHttpEndpointResponse>({
  handle: (context, input) => switchHttpEndpoint(context, input.ResourceArn, false),
});

/** No cluster here is a read replica. */
export const promoteReadReplicaDbCluster = operation<
  PromoteReadReplicaDBClusterMessage,
  PromoteReadReplicaDBClusterResult
>({
  handle(context, input) {
    const row = findDbCluster(rdsTablesOf(context), input.DBClusterIdentifier);
    throw invalidDbClusterState(`DB cluster ${row.identifier} is not a read replica.`);
  },
});

function switchHttpEndpoint(
  context: OperationContext,
  arn: string | undefined,
  httpEndpointEnabled: boolean,
): EnableHttpEndpointResponse {
  const tables = rdsTablesOf(context);
  const row = [...tables.clusters.values()].find((each) => each.arn === arn);
  if (row === undefined) throw resourceNotFound(arn ?? '');
  if (row.engine !== 'aurora-postgresql') {
    throw invalidParameterCombination('The HTTP endpoint is not available for this engine.');
  }
  tables.clusters.put(row.identifier, { ...row, stored: { ...row.stored, httpEndpointEnabled } });
  return { ResourceArn: row.arn, HttpEndpointEnabled: httpEndpointEnabled };
}

function isSameRole(
  left: DbClusterRow['stored']['roles'][number],
  right: DbClusterRow['stored']['roles'][number],
): boolean {
  return left.roleArn === right.roleArn && (left.featureName ?? '') === (right.featureName ?? '');
}
