import type { CreateDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { ec2WithDefaults } from '../ec2/default-network.ts';
import { awsManagedKeyArn } from '../kms/aws-managed-keys.ts';
import { addMember } from './cluster-members.ts';
import type { Credentials } from './credentials.ts';
import { endpointSuffix } from './describe-db-instance.ts';
import { isEngine, resolveEngineVersion } from './engine-versions.ts';
import {
  globalClusterNotFound,
  invalidParameterCombination,
  invalidParameterValue,
  required,
} from './errors.ts';
import { checkedDatabaseName, checkedIdentifier, checkedSecurityGroups } from './new-db-instance.ts';
import { clusterParameterGroupFor } from './parameter-groups.ts';
import { checkedClass } from './instance-classes.ts';
import { checkedPort, checkedRetention, checkStorage } from './settings.ts';
import type { ClusterSettings, DbClusterRow, RdsTables } from './store.ts';
import { subnetGroupFor } from './subnet-groups.ts';
import { putTags } from './tags.ts';

/** RDS makes so many instances of a Multi-AZ DB cluster: a writer and two readers in three zones. */
const instancesOfMultiAz = 3;

/**
 * Adds a cluster, with AWS's defaults for what is not said. An Aurora cluster has no instances at first; of a Multi-AZ cluster they
 * are made with it. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
 *
 * @param originBackupId The backup that its data begin with, when they do not begin empty.
 */
export function newDbCluster(
  context: OperationContext,
  tables: RdsTables,
  input: CreateDBClusterMessage,
  credentialsOf: (identifier: string) => Credentials,
  originBackupId?: string,
): DbClusterRow {
  const { region, accountId } = context.caller;
  const identifier = checkedIdentifier(input.DBClusterIdentifier ?? '', 'DBClusterIdentifier');
  if (tables.clusters.has(identifier)) {
    throw new AwsError('DBClusterAlreadyExistsFault', `DB Cluster already exists`);
  }
  if (!isEngine(input.Engine)) {
    throw invalidParameterValue(
      `Invalid DB engine: Neargate runs postgres and aurora-postgresql, not ${input.Engine ?? ''}.`,
    );
  }
  if (input.GlobalClusterIdentifier !== undefined) throw globalClusterNotFound(input.GlobalClusterIdentifier);
  if (input.ReplicationSourceIdentifier !== undefined) {
    throw invalidParameterValue('Neargate makes no read replicas of DB clusters.');
  }
  const engineMode = input.EngineMode ?? 'provisioned';
  if (engineMode !== 'provisioned') {
    throw invalidParameterCombination(
      `The engine mode ${engineMode} you requested is currently unavailable. Neargate has provisioned clusters only, Serverless v2 among them.`,
    );
  }
  const engine = input.Engine;
  const engineVersion = resolveEngineVersion(input.EngineVersion, engine);
  const group = subnetGroupFor(context, tables, input.DBSubnetGroupName);
  const suffix = `${endpointSuffix(accountId, region)}.${region}.rds.amazonaws.com`;
  const monitoringIntervalSeconds = input.MonitoringInterval ?? 0;
  if (monitoringIntervalSeconds > 0 && input.MonitoringRoleArn === undefined) {
    throw invalidParameterCombination(
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    );
  }
  const performanceInsights = input.EnablePerformanceInsights ?? false;
  const instances = engine === 'postgres' ? instancesOf(input, { engine, engineVersion }) : undefined;
  const storageEncrypted =
    input.StorageEncrypted ?? (input.KmsKeyId !== undefined || instances !== undefined);
  const { ServerlessV2ScalingConfiguration: scaling } = input;
  const row: DbClusterRow = {
    ...credentialsOf(identifier),
    identifier,
    arn: `arn:aws:rds:${region}:${accountId}:cluster:${identifier}`,
    resourceId: `cluster-${context.ids.upperAlphanumeric(26)}`,
    engine,
    engineVersion,
    engineMode,
    databaseName: checkedDatabaseName(input.DatabaseName),
    port: checkedPort(input.Port ?? 5432),
    availabilityZones: zonesOf(context, group.subnetIds, input.AvailabilityZones),
    storageEncrypted,
    kmsKeyId: storageEncrypted ? (input.KmsKeyId ?? awsManagedKeyArn(context, 'rds')) : undefined,
    storageType: input.StorageType ?? (instances === undefined ? 'aurora' : 'io1'),
    instances,
    backupRetentionDays: checkedClusterRetention(input.BackupRetentionPeriod ?? 1),
    preferredBackupWindow: input.PreferredBackupWindow ?? '03:30-04:00',
    preferredMaintenanceWindow: (input.PreferredMaintenanceWindow ?? 'sun:05:00-sun:05:30').toLowerCase(),
    iamDatabaseAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    subnetGroupName: group.name,
    securityGroupIds: checkedSecurityGroups(context, group, input.VpcSecurityGroupIds),
    parameterGroupName: clusterParameterGroupFor(
      context,
      tables,
      { engine, engineVersion },
      input.DBClusterParameterGroupName,
    ),
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    deletionProtection: input.DeletionProtection ?? false,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    enabledLogExports: input.EnableCloudwatchLogsExports ?? [],
    stored: {
      httpEndpointEnabled: input.EnableHttpEndpoint ?? false,
      backtrackWindowSeconds: input.BacktrackWindow,
      roles: [],
      serverlessV2: scaling && {
        minCapacity: scaling.MinCapacity,
        maxCapacity: scaling.MaxCapacity,
        secondsUntilAutoPause: scaling.SecondsUntilAutoPause,
      },
      networkType: input.NetworkType ?? 'IPV4',
      caCertificateIdentifier: input.CACertificateIdentifier ?? 'rds-ca-rsa2048-g1',
      databaseInsightsMode: input.DatabaseInsightsMode ?? 'standard',
      monitoringIntervalSeconds,
      monitoringRoleArn: input.MonitoringRoleArn,
      performanceInsights,
      performanceInsightsKmsKeyId: performanceInsights
        ? (input.PerformanceInsightsKMSKeyId ?? awsManagedKeyArn(context, 'rds'))
        : undefined,
      performanceInsightsRetentionDays: performanceInsights
        ? (input.PerformanceInsightsRetentionPeriod ?? 7)
        : undefined,
    },
    endpointAddress: `${identifier}.cluster-${suffix}`,
    readerEndpointAddress: `${identifier}.cluster-ro-${suffix}`,
    createdAtMs: context.clock.now(),
    originBackupId,
    pending: {},
    desired: 'present',
    observed: { status: 'creating' },
  };
  tables.clusters.put(identifier, row);
  putTags(tables, row.arn, input.Tags);
  if (instances !== undefined) addInstances(context, tables, row);
  return row;
}

export function checkedClusterRetention(days: number): number {
  if (days >= 1) return checkedRetention(days);
  throw invalidParameterValue(`Invalid backup retention period: ${days}. Must be between 1 and 35.`);
}

function instancesOf(
  input: CreateDBClusterMessage,
  version: Pick<DbClusterRow, 'engine' | 'engineVersion'>,
): NonNullable<ClusterSettings['instances']> {
  const instances = {
    dbInstanceClass: checkedClass(required(input.DBClusterInstanceClass, 'DBClusterInstanceClass'), version),
    allocatedStorageGib: required(input.AllocatedStorage, 'AllocatedStorage'),
    iops: input.Iops,
  };
  checkStorage({
    storageType: input.StorageType ?? 'io1',
    allocatedStorageGib: instances.allocatedStorageGib,
  });
  return instances;
}

function addInstances(context: OperationContext, tables: RdsTables, cluster: DbClusterRow): void {
  for (let number = 1; number <= instancesOfMultiAz; number++) {
    addMember(context, tables, tables.clusters.get(cluster.identifier) ?? cluster, {
      DBInstanceIdentifier: `${cluster.identifier}-instance-${number}`,
      DBInstanceClass: cluster.instances?.dbInstanceClass,
      Engine: cluster.engine,
      // As many zones as there are.
      AvailabilityZone: cluster.availabilityZones[(number - 1) % cluster.availabilityZones.length],
      PubliclyAccessible: false,
      EnablePerformanceInsights: cluster.stored.performanceInsights,
      MonitoringInterval: cluster.stored.monitoringIntervalSeconds,
      MonitoringRoleArn: cluster.stored.monitoringRoleArn,
      AutoMinorVersionUpgrade: cluster.autoMinorVersionUpgrade,
    });
  }
}

/** Those asked for, and those of the subnets up to three. */
function zonesOf(
  context: OperationContext,
  subnetIds: readonly string[],
  asked: readonly string[] = [],
): readonly string[] {
  const { subnets } = ec2WithDefaults(context);
  const available = subnetIds.flatMap((subnetId) => subnets.get(subnetId)?.availabilityZone ?? []);
  return [...new Set([...asked, ...available])].slice(0, Math.max(3, asked.length)).toSorted();
}
