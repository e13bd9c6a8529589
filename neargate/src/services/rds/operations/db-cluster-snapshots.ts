import type {
  CopyDBClusterSnapshotMessage,
  CopyDBClusterSnapshotResult,
  CreateDBClusterSnapshotMessage,
  CreateDBClusterSnapshotResult,
  DBClusterSnapshotMessage,
  DeleteDBClusterSnapshotMessage,
  DeleteDBClusterSnapshotResult,
  DescribeDBClusterSnapshotAttributesMessage,
  DescribeDBClusterSnapshotAttributesResult,
  DescribeDBClusterSnapshotsMessage,
  ModifyDBClusterSnapshotAttributeMessage,
  ModifyDBClusterSnapshotAttributeResult,
  RestoreDBClusterFromSnapshotMessage,
  RestoreDBClusterFromSnapshotResult,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import {
  clusterSnapshotNames,
  describeDbClusterSnapshot,
  findDbClusterSnapshot,
  isClusterSnapshotInUse,
  lookUpDbClusterSnapshot,
  mustBeAvailable,
  newDbClusterSnapshot,
} from '../cluster-snapshots.ts';
import { keptCredentials } from '../credentials.ts';
import { describeDbCluster, findDbCluster } from '../db-clusters.ts';
import { findDbSnapshot, mustBeAvailable as mustBeAvailableSnapshot } from '../db-snapshots.ts';
import {
  dbClusterSnapshotNotFound,
  invalidDbClusterState,
  invalidParameterCombination,
  invalidParameterValue,
} from '../errors.ts';
import { newDbCluster } from '../new-db-cluster.ts';
import { asFilter, filtered, type FilterValues } from '../filters.ts';
import { page } from '../paging.ts';
import { changedSharing, describeSharing } from '../snapshot-sharing.ts';
import { type ClusterSettings, type DbClusterSnapshotRow, type RdsTables, rdsTablesOf } from '../store.ts';
import { describeTags, putTags } from '../tags.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html */
export const createDbClusterSnapshot = operation<
  CreateDBClusterSnapshotMessage,
  CreateDBClusterSnapshotResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const cluster = findDbCluster(tables, input.DBClusterIdentifier);
    if (cluster.observed.status !== 'available') {
      throw invalidDbClusterState(`DB cluster ${cluster.identifier} is not in available state.`);
    }
    const row = newDbClusterSnapshot(context, tables, cluster, {
      identifier: input.DBClusterSnapshotIdentifier ?? '',
      tags: input.Tags,
    });
    return { DBClusterSnapshot: describeDbClusterSnapshot(tables, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBClusterSnapshot.html */
export const copyDbClusterSnapshot = operation<CopyDBClusterSnapshotMessage, CopyDBClusterSnapshotResult>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const given = input.SourceDBClusterSnapshotIdentifier ?? '';
    const region = /^arn:[^:]+:rds:([^:]*):/.exec(given)?.[1] ?? context.caller.region;
    if (region !== context.caller.region) {
      throw invalidParameterValue(
        `Neargate does not copy DB cluster snapshots from another region (${region}).`,
      );
    }
    const source = findDbClusterSnapshot(tables, given);
    mustBeAvailable(source);
    const kmsKeyId = input.KmsKeyId ?? source.settings.kmsKeyId;
    const row: DbClusterSnapshotRow = {
      ...source,
      ...clusterSnapshotNames(context, tables, input.TargetDBClusterSnapshotIdentifier ?? ''),
      settings: { ...source.settings, kmsKeyId, storageEncrypted: kmsKeyId !== undefined },
      copyOf: { arn: source.arn, backupId: source.backupId },
      createdAtMs: context.clock.now(),
      sharedWith: [],
      observed: { status: 'creating' },
    };
    tables.clusterSnapshots.put(row.identifier, row);
    const copied = input.CopyTags === true && (input.Tags ?? []).length === 0;
    putTags(tables, row.arn, copied ? describeTags(tables, source.arn) : input.Tags);
    return { DBClusterSnapshot: describeDbClusterSnapshot(tables, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html */
export const describeDbClusterSnapshots = operation<
  DescribeDBClusterSnapshotsMessage,
  DBClusterSnapshotMessage
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const asked =
      input.DBClusterSnapshotIdentifier === undefined
        ? [...tables.clusterSnapshots.values()]
        : [findDbClusterSnapshot(tables, input.DBClusterSnapshotIdentifier)];
    const valuesOf: FilterValues<DbClusterSnapshotRow> = {
      'db-cluster-id': (row) => [row.clusterIdentifier, clusterArn(row)],
      'db-cluster-resource-id': (row) => [row.clusterResourceId],
      'db-cluster-snapshot-id': (row) => [row.identifier],
      engine: (row) => [row.settings.engine],
      'snapshot-type': (row) => [row.type],
    };
    const filters = [
      ...(input.Filters ?? []),
      ...asFilter('db-cluster-id', input.DBClusterIdentifier?.toLowerCase()),
      ...asFilter('db-cluster-resource-id', input.DbClusterResourceId),
      ...asFilter('snapshot-type', input.SnapshotType),
    ];
    const found = filtered(asked, filters, valuesOf);
    if (input.DBClusterSnapshotIdentifier !== undefined && found.length === 0) {
      throw dbClusterSnapshotNotFound(input.DBClusterSnapshotIdentifier);
    }
    const { items, marker } = page(found, (row) => row.identifier, input);
    return {
      DBClusterSnapshots: items.map((row) => describeDbClusterSnapshot(tables, row)),
      Marker: marker,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBClusterSnapshot.html */
export const deleteDbClusterSnapshot = operation<
  DeleteDBClusterSnapshotMessage,
  DeleteDBClusterSnapshotResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbClusterSnapshot(tables, input.DBClusterSnapshotIdentifier);
    if (row.observed.status !== 'failed') mustBeAvailable(row);
    if (isClusterSnapshotInUse(tables, row)) {
      throw new AwsError(
        'InvalidDBClusterSnapshotStateFault',
        `DBClusterSnapshot ${row.identifier} cannot be deleted while it is copied or restored.`,
      );
    }
    const changed: DbClusterSnapshotRow = {
      ...row,
      desired: 'deleted',
      observed: { ...row.observed, status: 'deleting' },
    };
    tables.clusterSnapshots.put(row.identifier, changed);
    return { DBClusterSnapshot: describeDbClusterSnapshot(tables, changed) };
  },
});

export const describeDbClusterSnapshotAttributes = operation<
  DescribeDBClusterSnapshotAttributesMessage,
  DescribeDBClusterSnapshotAttributesResult
>({
  handle(context, input) {
    const row = findDbClusterSnapshot(rdsTablesOf(context), input.DBClusterSnapshotIdentifier);
    return { DBClusterSnapshotAttributesResult: attributesOf(row) };
  },
});

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterSnapshotAttribute.html */
export const modifyDbClusterSnapshotAttribute = operation<
  ModifyDBClusterSnapshotAttributeMessage,
  ModifyDBClusterSnapshotAttributeResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const row = findDbClusterSnapshot(tables, input.DBClusterSnapshotIdentifier);
    const sharedWith = changedSharing(row.sharedWith, input);
    if (sharedWith.includes('all') && row.settings.storageEncrypted) {
      throw invalidParameterCombination('Encrypted snapshots cannot be shared publicly.');
    }
    const changed = { ...row, sharedWith };
    tables.clusterSnapshots.put(row.identifier, changed);
    return { DBClusterSnapshotAttributesResult: attributesOf(changed) };
  },
});

/**
 * The new cluster begins with the data of the snapshot, of a cluster or an instance, master user and password included.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
 */
export const restoreDbClusterFromSnapshot = operation<
  RestoreDBClusterFromSnapshotMessage,
  RestoreDBClusterFromSnapshotResult
>({
  handle(context, input) {
    const tables = rdsTablesOf(context);
    const { settings, backupId } = sourceOf(tables, input.SnapshotIdentifier ?? '');
    const row = newDbCluster(
      context,
      tables,
      {
        ...input,
        DBClusterIdentifier: input.DBClusterIdentifier,
        EngineVersion: input.EngineVersion ?? settings.engineVersion,
        DatabaseName: settings.databaseName,
        Port: input.Port ?? settings.port,
        StorageEncrypted: settings.storageEncrypted,
        KmsKeyId: settings.storageEncrypted ? (input.KmsKeyId ?? settings.kmsKeyId) : input.KmsKeyId,
        StorageType: input.StorageType ?? settings.storageType,
        AllocatedStorage: settings.instances?.allocatedStorageGib,
        DBClusterInstanceClass: input.DBClusterInstanceClass ?? settings.instances?.dbInstanceClass,
        Iops: input.Iops ?? settings.instances?.iops,
        BackupRetentionPeriod: input.BackupRetentionPeriod ?? settings.backupRetentionDays,
        PreferredBackupWindow: input.PreferredBackupWindow ?? settings.preferredBackupWindow,
        EnableIAMDatabaseAuthentication:
          input.EnableIAMDatabaseAuthentication ?? settings.iamDatabaseAuthentication,
      },
      (identifier) => keptCredentials(context, { kind: 'cluster', identifier }, settings.masterUsername, {}),
      backupId,
    );
    return { DBCluster: describeDbCluster(tables, tables.clusters.get(row.identifier) ?? row) };
  },
});

/** What a cluster begins with when it is restored: a snapshot of a cluster, or of an instance. */
function sourceOf(
  tables: RdsTables,
  given: string,
): {
  settings: Partial<ClusterSettings> & Pick<ClusterSettings, 'engineVersion' | 'masterUsername' | 'port'>;
  backupId: string;
} {
  const ofCluster = lookUpDbClusterSnapshot(tables, given);
  if (ofCluster !== undefined) {
    mustBeAvailable(ofCluster);
    if (ofCluster.isEmpty === true) {
      throw invalidParameterValue(
        `The snapshot ${ofCluster.identifier} holds no data: its DB cluster never had an instance.`,
      );
    }
    return ofCluster;
  }
  const isOfInstance = /:snapshot:/.test(given) || tables.snapshots.has(given.toLowerCase());
  if (!isOfInstance) throw dbClusterSnapshotNotFound(given);
  const ofInstance = findDbSnapshot(tables, given);
  mustBeAvailableSnapshot(ofInstance);
  const { engineVersion, masterUsername, port, dbName, storageEncrypted, kmsKeyId } = ofInstance.settings;
  return {
    settings: { engineVersion, masterUsername, port, databaseName: dbName, storageEncrypted, kmsKeyId },
    backupId: ofInstance.backupId,
  };
}

function attributesOf(row: DbClusterSnapshotRow) {
  return {
    DBClusterSnapshotIdentifier: row.identifier,
    DBClusterSnapshotAttributes: describeSharing(row.sharedWith),
  };
}

function clusterArn({ arn, clusterIdentifier }: DbClusterSnapshotRow): string {
  return arn.replace(/:cluster-snapshot:.*$/, `:cluster:${clusterIdentifier}`);
}
