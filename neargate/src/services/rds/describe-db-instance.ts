import { createHash } from 'node:crypto';
import type {
  DBInstance,
  DBInstanceStatusInfo,
  DBSubnetGroup,
  PendingModifiedValues,
} from '@aws-sdk/client-rds';
import type { OperationContext } from '../context.ts';
import { ec2WithDefaults } from '../ec2/default-network.ts';
import { readReplicasOf } from './replication.ts';
import type { DbInstanceRow, DbSubnetGroupRow, RdsTables } from './store.ts';
import { describeTags } from './tags.ts';

const statusesWithEndpoint = new Set([
  'backing-up',
  'available',
  'modifying',
  'rebooting',
  'stopping',
  'stopped',
  'starting',
]);

/** The part of an endpoint's name that is the same for an account in a region. */
export function endpointSuffix(accountId: string, region: string): string {
  const digest = createHash('sha256').update(`${accountId}/${region}`).digest();
  return `c${Array.from(digest.subarray(0, 11), (byte) => (byte % 36).toString(36)).join('')}`;
}

export function describeDbInstance(
  context: OperationContext,
  tables: RdsTables,
  row: DbInstanceRow,
): DBInstance {
  const group = tables.subnetGroups.get(row.subnetGroupName);
  const { status, restorable } = row.observed;
  const hasEndpoint = row.observed.startedAtMs !== undefined && statusesWithEndpoint.has(status);
  return {
    DBInstanceIdentifier: row.identifier,
    DBInstanceArn: row.arn,
    DbiResourceId: row.resourceId,
    DBInstanceClass: row.dbInstanceClass,
    DBInstanceStatus: status,
    Engine: row.engine,
    EngineVersion: row.engineVersion,
    LicenseModel: 'postgresql-license',
    MasterUsername: row.masterUsername,
    MasterUserSecret: row.masterUserSecret && {
      SecretArn: row.masterUserSecret.arn,
      SecretStatus: status === 'creating' ? 'creating' : 'active',
      KmsKeyId: row.masterUserSecret.kmsKeyId,
    },
    DBClusterIdentifier: row.clusterIdentifier,
    PromotionTier: row.promotionTier,
    DBName: row.dbName,
    Endpoint: hasEndpoint ? { Address: row.endpointAddress, Port: row.port } : undefined,
    DbInstancePort: 0,
    AllocatedStorage: row.allocatedStorageGib,
    MaxAllocatedStorage: row.maxAllocatedStorageGib,
    StorageType: row.storageType,
    StorageThroughput: row.storageThroughput,
    Iops: row.iops,
    StorageEncrypted: row.storageEncrypted,
    KmsKeyId: row.kmsKeyId,
    InstanceCreateTime: status === 'creating' ? undefined : new Date(row.createdAtMs),
    PreferredBackupWindow: row.preferredBackupWindow,
    BackupRetentionPeriod: row.backupRetentionDays,
    BackupTarget: 'region',
    LatestRestorableTime: restorable && new Date(restorable.untilMs),
    PreferredMaintenanceWindow: row.preferredMaintenanceWindow,
    DBSecurityGroups: [],
    VpcSecurityGroups: row.securityGroupIds.map((VpcSecurityGroupId) => ({
      VpcSecurityGroupId,
      Status: 'active',
    })),
    DBParameterGroups: [{ DBParameterGroupName: row.parameterGroupName, ParameterApplyStatus: 'in-sync' }],
    OptionGroupMemberships: [{ OptionGroupName: row.optionGroupName, Status: 'in-sync' }],
    AvailabilityZone: row.availabilityZone,
    DBSubnetGroup: group && describeDbSubnetGroup(context, group),
    MultiAZ: row.multiAz,
    PendingModifiedValues: describePending(row),
    ReadReplicaDBInstanceIdentifiers: readReplicasOf(tables, row).map(({ identifier }) => identifier),
    ReadReplicaSourceDBInstanceIdentifier: row.readReplicaSourceIdentifier,
    AutoMinorVersionUpgrade: row.autoMinorVersionUpgrade,
    PubliclyAccessible: row.publiclyAccessible,
    DomainMemberships: [],
    CopyTagsToSnapshot: row.copyTagsToSnapshot,
    MonitoringInterval: row.monitoringIntervalSeconds,
    MonitoringRoleArn: row.monitoringRoleArn,
    IAMDatabaseAuthenticationEnabled: row.iamDatabaseAuthentication,
    PerformanceInsightsEnabled: row.performanceInsights,
    PerformanceInsightsKMSKeyId: row.performanceInsightsKmsKeyId,
    PerformanceInsightsRetentionPeriod: row.performanceInsightsRetentionDays,
    DatabaseInsightsMode: 'standard',
    EnabledCloudwatchLogsExports: [...row.enabledLogExports],
    DeletionProtection: row.deletionProtection,
    AssociatedRoles: [],
    CACertificateIdentifier: row.caCertificateIdentifier,
    CustomerOwnedIpEnabled: false,
    NetworkType: 'IPV4',
    ActivityStreamStatus: 'stopped',
    DedicatedLogVolume: false,
    EngineLifecycleSupport: 'open-source-rds-extended-support',
    StatusInfos: describeStatus(row),
    TagList: describeTags(tables, row.arn),
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstanceStatusInfo.html */
function describeStatus({ readReplicaSourceIdentifier, observed }: DbInstanceRow): DBInstanceStatusInfo[] {
  const { reason, following, status } = observed;
  const trouble =
    reason === undefined ? [] : [{ StatusType: 'instance', Normal: false, Status: status, Message: reason }];
  if (readReplicaSourceIdentifier === undefined || following === undefined) return trouble;
  const Status = following.isReplicating ? 'replicating' : 'error';
  return [...trouble, { StatusType: 'read replication', Normal: following.isReplicating, Status }];
}

export function describeDbSubnetGroup(context: OperationContext, row: DbSubnetGroupRow): DBSubnetGroup {
  const ec2 = ec2WithDefaults(context);
  return {
    DBSubnetGroupName: row.name,
    DBSubnetGroupArn: row.arn,
    DBSubnetGroupDescription: row.description,
    VpcId: row.vpcId,
    SubnetGroupStatus: 'Complete',
    SupportedNetworkTypes: ['IPV4'],
    Subnets: row.subnetIds.map((subnetId) => ({
      SubnetIdentifier: subnetId,
      SubnetAvailabilityZone: { Name: ec2.subnets.get(subnetId)?.availabilityZone },
      SubnetStatus: 'Active',
      SubnetOutpost: {},
    })),
  };
}

function describePending({ pending }: DbInstanceRow): PendingModifiedValues {
  return {
    DBInstanceClass: pending.dbInstanceClass,
    AllocatedStorage: pending.allocatedStorageGib,
    EngineVersion: pending.engineVersion,
    MultiAZ: pending.multiAz,
    StorageType: pending.storageType,
    Iops: pending.iops,
    Port: pending.port,
    CACertificateIdentifier: pending.caCertificateIdentifier,
  };
}
