import type { DBCluster } from '@aws-sdk/client-rds';
import type { OperationContext } from '../context.ts';
import { deleteManagedSecret } from '../secretsmanager/managed-secret.ts';
import { dbClusterNotFound } from './errors.ts';
import { membersOf } from './replication.ts';
import { type DbClusterRow, type RdsTables, rdsTablesOf } from './store.ts';
import { describeTags } from './tags.ts';

/** By identifier (any case), ARN or resource id; DBClusterNotFoundFault otherwise. */
export function findDbCluster(tables: RdsTables, identifier: string | undefined): DbClusterRow {
  const given = identifier ?? '';
  const name = /^arn:[^:]+:rds:[^:]*:[^:]*:cluster:(.+)$/.exec(given)?.[1] ?? given;
  const row =
    tables.clusters.get(name.toLowerCase()) ??
    [...tables.clusters.values()].find(({ resourceId }) => resourceId === given);
  if (row === undefined) throw dbClusterNotFound(given);
  return row;
}

/** Forgets a cluster whose members and data are gone. For its controller to call at the end of a deletion. */
export function forgetDbCluster(context: OperationContext, identifier: string): void {
  const tables = rdsTablesOf(context);
  const row = tables.clusters.get(identifier);
  if (row === undefined) return;
  if (row.masterUserSecret !== undefined) deleteManagedSecret(context, row.masterUserSecret.arn);
  tables.clusters.delete(identifier);
  tables.tags.delete(row.arn);
}

export function describeDbCluster(tables: RdsTables, row: DbClusterRow): DBCluster {
  const members = membersOf(tables, row);
  const { stored, observed, instances } = row;
  const { serverlessV2 } = stored;
  return {
    DBClusterIdentifier: row.identifier,
    DBClusterArn: row.arn,
    DbClusterResourceId: row.resourceId,
    Status: observed.status,
    Engine: row.engine,
    EngineVersion: row.engineVersion,
    EngineMode: row.engineMode,
    DatabaseName: row.databaseName,
    MasterUsername: row.masterUsername,
    MasterUserSecret: row.masterUserSecret && {
      SecretArn: row.masterUserSecret.arn,
      SecretStatus: observed.status === 'creating' ? 'creating' : 'active',
      KmsKeyId: row.masterUserSecret.kmsKeyId,
    },
    Endpoint: row.endpointAddress,
    ReaderEndpoint: row.readerEndpointAddress,
    CustomEndpoints: [],
    Port: row.port,
    MultiAZ: new Set(members.map(({ availabilityZone }) => availabilityZone)).size > 1,
    AvailabilityZones: [...row.availabilityZones],
    DBClusterMembers: members.map(({ identifier, promotionTier }) => ({
      DBInstanceIdentifier: identifier,
      IsClusterWriter: identifier === row.writerIdentifier,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: promotionTier ?? 1,
    })),
    DBSubnetGroup: row.subnetGroupName,
    VpcSecurityGroups: row.securityGroupIds.map((VpcSecurityGroupId) => ({
      VpcSecurityGroupId,
      Status: 'active',
    })),
    DBClusterParameterGroup: row.parameterGroupName,
    DBClusterOptionGroupMemberships: [],
    AllocatedStorage: instances?.allocatedStorageGib ?? 1,
    StorageType: row.storageType,
    Iops: instances?.iops,
    DBClusterInstanceClass: instances?.dbInstanceClass,
    StorageEncrypted: row.storageEncrypted,
    KmsKeyId: row.kmsKeyId,
    BackupRetentionPeriod: row.backupRetentionDays,
    PreferredBackupWindow: row.preferredBackupWindow,
    PreferredMaintenanceWindow: row.preferredMaintenanceWindow,
    // A member can be changed for itself in an Aurora cluster.
    AutoMinorVersionUpgrade: row.autoMinorVersionUpgrade,
    PubliclyAccessible: instances === undefined ? undefined : false,
    ReadReplicaIdentifiers: [],
    AssociatedRoles: stored.roles.map(({ roleArn, featureName }) => ({
      RoleArn: roleArn,
      FeatureName: featureName,
      Status: 'ACTIVE',
    })),
    IAMDatabaseAuthenticationEnabled: row.iamDatabaseAuthentication,
    ClusterCreateTime: new Date(row.createdAtMs),
    EnabledCloudwatchLogsExports: [...row.enabledLogExports],
    DeletionProtection: row.deletionProtection,
    HttpEndpointEnabled: stored.httpEndpointEnabled,
    CopyTagsToSnapshot: row.copyTagsToSnapshot,
    CrossAccountClone: false,
    DomainMemberships: [],
    ActivityStreamStatus: 'stopped',
    BacktrackWindow: stored.backtrackWindowSeconds,
    NetworkType: stored.networkType,
    ServerlessV2ScalingConfiguration: serverlessV2 && {
      MinCapacity: serverlessV2.minCapacity,
      MaxCapacity: serverlessV2.maxCapacity,
      SecondsUntilAutoPause: serverlessV2.secondsUntilAutoPause,
    },
    MonitoringInterval: stored.monitoringIntervalSeconds,
    MonitoringRoleArn: stored.monitoringRoleArn,
    DatabaseInsightsMode: stored.databaseInsightsMode as 'standard' | 'advanced',
    PerformanceInsightsEnabled: stored.performanceInsights,
    PerformanceInsightsKMSKeyId: stored.performanceInsightsKmsKeyId,
    PerformanceInsightsRetentionPeriod: stored.performanceInsightsRetentionDays,
    CertificateDetails: describeCertificate(row),
    ClusterScalabilityType: 'standard',
    EngineLifecycleSupport: 'open-source-rds-extended-support',
    StatusInfos: [],
    PendingModifiedValues: describePending(row),
    TagList: describeTags(tables, row.arn),
  };
}

/**
 * Of Multi-AZ clusters only; those of Aurora say it for each instance. The authority is stored: a server signs its certificate itself, for
 * ten years from its first start.
 */
function describeCertificate({
  instances,
  stored,
  createdAtMs,
}: DbClusterRow): DBCluster['CertificateDetails'] {
  if (instances === undefined) return undefined;
  return {
    CAIdentifier: stored.caCertificateIdentifier,
    ValidTill: new Date(createdAtMs + 3650 * 24 * 60 * 60 * 1000),
  };
}

function describePending({ pending }: DbClusterRow): DBCluster['PendingModifiedValues'] {
  if (Object.keys(pending).length === 0) return undefined;
  return {
    EngineVersion: pending.engineVersion,
    IAMDatabaseAuthenticationEnabled: pending.iamDatabaseAuthentication,
    MasterUserPassword: pending.masterUserPassword === undefined ? undefined : '****',
  };
}
