import type { DBClusterSnapshot, Tag } from '@aws-sdk/client-rds';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { checkedSnapshotIdentifier } from './db-snapshots.ts';
import { dbClusterSnapshotNotFound } from './errors.ts';
import {
  type ClusterSettings,
  type DbClusterRow,
  type DbClusterSnapshotRow,
  type RdsTables,
  rdsTablesOf,
} from './store.ts';
import { describeTags, putTags } from './tags.ts';

/**
 * Adds a snapshot of the cluster. It is `creating` until its writer's controller, or the cluster's, has copied the data.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
 */
export function newDbClusterSnapshot(
  context: OperationContext,
  tables: RdsTables,
  cluster: DbClusterRow,
  { identifier, tags = [] }: { identifier: string; tags?: readonly Tag[] | undefined },
): DbClusterSnapshotRow {
  const row: DbClusterSnapshotRow = {
    ...clusterSnapshotNames(context, tables, identifier),
    type: 'manual',
    clusterIdentifier: cluster.identifier,
    clusterResourceId: cluster.resourceId,
    clusterCreatedAtMs: cluster.createdAtMs,
    vpcId: tables.subnetGroups.get(cluster.subnetGroupName)?.vpcId ?? '',
    settings: settingsOf(cluster),
    createdAtMs: context.clock.now(),
    sharedWith: [],
    desired: 'present',
    observed: { status: 'creating' },
  };
  tables.clusterSnapshots.put(row.identifier, row);
  putTags(tables, row.arn, [
    ...(cluster.copyTagsToSnapshot ? describeTags(tables, cluster.arn) : []),
    ...tags,
  ]);
  return row;
}

/** The names of a new snapshot and its data, unless it is there already. */
export function clusterSnapshotNames(
  context: OperationContext,
  tables: RdsTables,
  given: string,
): Pick<DbClusterSnapshotRow, 'identifier' | 'arn' | 'backupId'> {
  const identifier = checkedSnapshotIdentifier(given, 'DBClusterSnapshotIdentifier');
  if (tables.clusterSnapshots.has(identifier)) {
    throw new AwsError(
      'DBClusterSnapshotAlreadyExistsFault',
      `Cannot create the cluster snapshot because one with the identifier ${identifier} already exists.`,
    );
  }
  const { region, accountId } = context.caller;
  return {
    identifier,
    arn: `arn:aws:rds:${region}:${accountId}:cluster-snapshot:${identifier}`,
    backupId: `cluster-snapshot-${context.ids.hex(16)}`,
  };
}

/** By identifier (any case) or ARN. */
export function lookUpDbClusterSnapshot(tables: RdsTables, given: string): DbClusterSnapshotRow | undefined {
  const name = /^arn:[^:]+:rds:[^:]*:[^:]*:cluster-snapshot:(.+)$/.exec(given)?.[1] ?? given;
  return tables.clusterSnapshots.get(name.toLowerCase());
}

/** The same; DBClusterSnapshotNotFoundFault when there is none. */
export function findDbClusterSnapshot(
  tables: RdsTables,
  identifier: string | undefined,
): DbClusterSnapshotRow {
  const row = lookUpDbClusterSnapshot(tables, identifier ?? '');
  if (row === undefined) throw dbClusterSnapshotNotFound(identifier ?? '');
  return row;
}

export function mustBeAvailable(row: DbClusterSnapshotRow): void {
  if (row.observed.status === 'available') return;
  throw new AwsError(
    'InvalidDBClusterSnapshotStateFault',
    `DBClusterSnapshot ${row.identifier} is not in the available state: it is ${row.observed.status}.`,
  );
}

/** Whether its data are being copied: into another snapshot, or for a cluster that is being restored. */
export function isClusterSnapshotInUse(tables: RdsTables, { backupId }: DbClusterSnapshotRow): boolean {
  return (
    [...tables.clusterSnapshots.values()].some(
      ({ copyOf, observed }) => copyOf?.backupId === backupId && observed.status === 'creating',
    ) ||
    [...tables.clusters.values()].some(
      ({ originBackupId, observed }) => originBackupId === backupId && observed.status === 'creating',
    )
  );
}

/** Forgets a snapshot whose data are gone. For its controller to call at the end of a deletion. */
export function forgetDbClusterSnapshot(context: OperationContext, identifier: string): void {
  const tables = rdsTablesOf(context);
  const row = tables.clusterSnapshots.get(identifier);
  if (row === undefined) return;
  tables.clusterSnapshots.delete(identifier);
  tables.tags.delete(row.arn);
}

export function describeDbClusterSnapshot(tables: RdsTables, row: DbClusterSnapshotRow): DBClusterSnapshot {
  const { settings, observed } = row;
  const takenAt = observed.takenAtMs === undefined ? undefined : new Date(observed.takenAtMs);
  return {
    DBClusterSnapshotIdentifier: row.identifier,
    DBClusterSnapshotArn: row.arn,
    DBClusterIdentifier: row.clusterIdentifier,
    DbClusterResourceId: row.clusterResourceId,
    SnapshotType: row.type,
    Status: observed.status,
    // How far a copy is cannot be told here.
    PercentProgress: takenAt === undefined ? 0 : 100,
    SnapshotCreateTime: takenAt,
    ClusterCreateTime: new Date(row.clusterCreatedAtMs),
    SourceDBClusterSnapshotArn: row.copyOf?.arn,
    VpcId: row.vpcId,
    Engine: settings.engine,
    EngineMode: settings.engineMode,
    EngineVersion: settings.engineVersion,
    LicenseModel: 'postgresql-license',
    AllocatedStorage: settings.instances?.allocatedStorageGib ?? 1,
    StorageType: settings.storageType,
    Port: settings.port,
    AvailabilityZones: [...settings.availabilityZones],
    MasterUsername: settings.masterUsername,
    StorageEncrypted: settings.storageEncrypted,
    KmsKeyId: settings.kmsKeyId,
    BackupRetentionPeriod: settings.backupRetentionDays,
    PreferredBackupWindow: settings.preferredBackupWindow,
    IAMDatabaseAuthenticationEnabled: settings.iamDatabaseAuthentication,
    TagList: describeTags(tables, row.arn),
  };
}

function settingsOf(cluster: DbClusterRow): ClusterSettings {
  const {
    availabilityZones,
    backupRetentionDays,
    databaseName,
    engine,
    engineMode,
    engineVersion,
    iamDatabaseAuthentication,
    instances,
    kmsKeyId,
    masterUsername,
    port,
    preferredBackupWindow,
    storageEncrypted,
    storageType,
  } = cluster;
  return {
    availabilityZones,
    backupRetentionDays,
    databaseName,
    engine,
    engineMode,
    engineVersion,
    iamDatabaseAuthentication,
    instances,
    kmsKeyId,
    masterUsername,
    port,
    preferredBackupWindow,
    storageEncrypted,
    storageType,
  };
}
