import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import type { OperationContext } from '../context.ts';
import { invalidDbClusterState, invalidParameterCombination } from './errors.ts';
import { newDbInstance } from './new-db-instance.ts';
import type { DbClusterRow, DbInstanceRow, RdsTables } from './store.ts';

/**
 * Adds an instance to a cluster: the first one is its writer, the others follow it. What is the cluster's cannot be said of an
 * instance. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-replicas-adding.html
 */
export function addMember(
  context: OperationContext,
  tables: RdsTables,
  cluster: DbClusterRow,
  input: CreateDBInstanceMessage,
): DbInstanceRow {
  if (cluster.desired === 'deleted' || cluster.observed.status === 'failed') {
    throw invalidDbClusterState(`DB cluster ${cluster.identifier} is not in available state.`);
  }
  if (input.Engine !== cluster.engine) {
    throw invalidParameterCombination(
      `The engine name requested for your DB instance (${input.Engine ?? ''}) doesn't match the engine name of your DB cluster (${cluster.engine}).`,
    );
  }
  if (input.EngineVersion !== undefined && !isVersion(cluster.engineVersion, input.EngineVersion)) {
    throw invalidParameterCombination(
      `The engine version that you requested for your DB instance (${input.EngineVersion}) does not match the engine version of your DB cluster (${cluster.engineVersion}).`,
    );
  }
  if (input.MasterUsername !== undefined || input.MasterUserPassword !== undefined) {
    throw invalidParameterCombination(
      'The requested DB Instance will be a member of a DB Cluster. Set master user password for the DB Cluster.',
    );
  }
  const { masterUsername, passwordSetAtMs } = cluster;
  const row = newDbInstance(
    context,
    tables,
    {
      ...input,
      EngineVersion: cluster.engineVersion,
      DBName: cluster.databaseName,
      AllocatedStorage: cluster.instances?.allocatedStorageGib ?? 1,
      Iops: cluster.instances?.iops,
      StorageType: cluster.storageType,
      StorageEncrypted: cluster.storageEncrypted,
      KmsKeyId: cluster.kmsKeyId,
      Port: cluster.port,
      DBSubnetGroupName: cluster.subnetGroupName,
      VpcSecurityGroupIds: [...cluster.securityGroupIds],
      BackupRetentionPeriod: cluster.backupRetentionDays,
      PreferredBackupWindow: cluster.preferredBackupWindow,
      PreferredMaintenanceWindow: input.PreferredMaintenanceWindow ?? cluster.preferredMaintenanceWindow,
      CopyTagsToSnapshot: cluster.copyTagsToSnapshot,
      DeletionProtection: false,
      EnableIAMDatabaseAuthentication: cluster.iamDatabaseAuthentication,
      MultiAZ: false,
    },
    () => ({ masterUsername, passwordSetAtMs }),
    { clusterIdentifier: cluster.identifier, promotionTier: input.PromotionTier ?? 1 },
  );
  if (cluster.writerIdentifier === undefined) {
    tables.clusters.update(cluster.identifier, (each) => ({ ...each, writerIdentifier: row.identifier }));
  }
  return row;
}

/** A major version stands for every minor one. */
function isVersion(actual: string, asked: string): boolean {
  return actual === asked || actual.startsWith(`${asked}.`);
}

/** The instance as its server is to be: what is the cluster's is its cluster's. */
export function withClusterSettings(cluster: DbClusterRow | undefined, row: DbInstanceRow): DbInstanceRow {
  if (cluster === undefined) return row;
  const isWriter = cluster.writerIdentifier === row.identifier;
  return {
    ...row,
    dbName: cluster.databaseName,
    masterUsername: cluster.masterUsername,
    masterUserPassword: cluster.masterUserPassword,
    masterUserSecret: cluster.masterUserSecret,
    passwordSetAtMs: cluster.passwordSetAtMs,
    originBackupId: isWriter ? cluster.volumeBackupId : undefined,
  };
}
