import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import type { OperationContext } from '../context.ts';
import { ec2WithDefaults } from '../ec2/default-network.ts';
import { allocateNetworkInterface } from '../ec2/network-interfaces.ts';
import { defaultSecurityGroup } from '../ec2/vpc-pieces.ts';
import { awsManagedKeyArn } from '../kms/aws-managed-keys.ts';
import { endpointSuffix } from './describe-db-instance.ts';
import { isEngine, majorOf, resolveEngineVersion } from './engine-versions.ts';
import { dbInstanceAlreadyExists, invalidParameterCombination, invalidParameterValue } from './errors.ts';
import { type Credentials, isKept } from './credentials.ts';
import { parameterGroupFor } from './parameter-groups.ts';
import { checkedRetention, checkedSettings } from './settings.ts';
import { type DbInstanceRow, type DbSubnetGroupRow, type RdsTables } from './store.ts';
import { subnetGroupFor } from './subnet-groups.ts';
import { putTags } from './tags.ts';

/** What a new instance's data come from and what it belongs to; nothing when it stands for itself and begins empty. */
type Origin = Pick<
  DbInstanceRow,
  'clusterIdentifier' | 'originBackupId' | 'originRecovery' | 'promotionTier' | 'readReplicaSourceIdentifier'
>;

/** Adds a DB instance, which is `creating` until its controller has the server running, with AWS's defaults for what is not said. */
export function newDbInstance(
  context: OperationContext,
  tables: RdsTables,
  input: CreateDBInstanceMessage,
  credentialsOf: (identifier: string) => Credentials,
  origin: Origin = {},
): DbInstanceRow {
  const { region, accountId } = context.caller;
  const identifier = checkedIdentifier(input.DBInstanceIdentifier ?? '', 'DBInstanceIdentifier');
  if (tables.instances.has(identifier)) throw dbInstanceAlreadyExists();
  const engine = isEngine(input.Engine) ? input.Engine : 'postgres';
  const engineVersion = resolveEngineVersion(input.EngineVersion, engine);
  const group = subnetGroupFor(context, tables, input.DBSubnetGroupName);
  const credentials = credentialsOf(identifier);
  const place = placeOf(context, group, input);
  const arn = `arn:aws:rds:${region}:${accountId}:db:${identifier}`;
  const storageEncrypted = input.StorageEncrypted ?? input.KmsKeyId !== undefined;
  const monitoringIntervalSeconds = input.MonitoringInterval ?? 0;
  if (monitoringIntervalSeconds > 0 && input.MonitoringRoleArn === undefined) {
    throw invalidParameterCombination(
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    );
  }
  const performanceInsights = input.EnablePerformanceInsights ?? false;
  const row: DbInstanceRow = {
    ...checkedSettings(input, { engine, engineVersion }),
    ...credentials,
    ...place,
    identifier,
    arn,
    resourceId: `db-${context.ids.upperAlphanumeric(26)}`,
    engine,
    engineVersion,
    dbName: checkedDatabaseName(input.DBName),
    maxAllocatedStorageGib: input.MaxAllocatedStorage,
    storageEncrypted,
    kmsKeyId: storageEncrypted ? (input.KmsKeyId ?? awsManagedKeyArn(context, 'rds')) : undefined,
    subnetGroupName: group.name,
    parameterGroupName: parameterGroupFor(
      context,
      tables,
      { engine, engineVersion },
      input.DBParameterGroupName,
    ),
    optionGroupName: input.OptionGroupName ?? `default:${engine}-${majorOf(engineVersion)}`,
    backupRetentionDays: checkedRetention(input.BackupRetentionPeriod ?? 1),
    preferredBackupWindow: input.PreferredBackupWindow ?? '03:30-04:00',
    preferredMaintenanceWindow: (input.PreferredMaintenanceWindow ?? 'sun:05:00-sun:05:30').toLowerCase(),
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    publiclyAccessible: input.PubliclyAccessible ?? group.name === 'default',
    deletionProtection: input.DeletionProtection ?? false,
    copyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
    iamDatabaseAuthentication: input.EnableIAMDatabaseAuthentication ?? false,
    monitoringIntervalSeconds,
    monitoringRoleArn: input.MonitoringRoleArn,
    performanceInsights,
    performanceInsightsKmsKeyId: performanceInsights
      ? (input.PerformanceInsightsKMSKeyId ?? awsManagedKeyArn(context, 'rds'))
      : undefined,
    performanceInsightsRetentionDays: performanceInsights
      ? (input.PerformanceInsightsRetentionPeriod ?? 7)
      : undefined,
    enabledLogExports: input.EnableCloudwatchLogsExports ?? [],
    endpointAddress: `${identifier}.${endpointSuffix(accountId, region)}.${region}.rds.amazonaws.com`,
    createdAtMs: context.clock.now(),
    ...origin,
    pending: {},
    desired: { state: 'running' },
    observed: {
      status: 'creating',
      // The password is in the data that it begins with.
      ...(isKept(credentials) ? { passwordAppliedAtMs: credentials.passwordSetAtMs } : {}),
    },
  };
  tables.instances.put(identifier, row);
  putTags(tables, arn, input.Tags);
  return row;
}

export function checkedIdentifier(identifier: string, member: string): string {
  const isValid =
    /^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(identifier) &&
    !identifier.endsWith('-') &&
    !identifier.includes('--');
  if (isValid) return identifier.toLowerCase();
  throw invalidParameterValue(
    `The parameter ${member} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  );
}

/** An empty name, which Terraform's provider sends, is none. */
export function checkedDatabaseName(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  if (/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name)) return name;
  throw invalidParameterValue('DBName must begin with a letter and contain only alphanumeric characters.');
}

/** The groups named, which must be of the VPC, or its default one. */
export function checkedSecurityGroups(
  context: OperationContext,
  group: DbSubnetGroupRow,
  asked: readonly string[] | undefined,
): readonly string[] {
  const ec2 = ec2WithDefaults(context);
  const securityGroupIds =
    asked === undefined || asked.length === 0 ? [defaultSecurityGroup(ec2, group.vpcId).groupId] : asked;
  for (const groupId of securityGroupIds) {
    const found = ec2.securityGroups.get(groupId);
    if (found === undefined)
      throw invalidParameterValue(`Invalid security group, groupId= ${groupId}, groupName=.`);
    if (found.vpcId !== group.vpcId) {
      throw invalidParameterCombination('The DB instance and EC2 security group are in different VPCs.');
    }
  }
  return securityGroupIds;
}

/** The instance's zone, groups and network interface, in the first subnet of the zone. */
function placeOf(context: OperationContext, group: DbSubnetGroupRow, input: CreateDBInstanceMessage) {
  const ec2 = ec2WithDefaults(context);
  const subnets = group.subnetIds
    .map((subnetId) => ec2.subnets.get(subnetId))
    .filter((subnet) => subnet !== undefined);
  const zone = input.AvailabilityZone;
  if (zone !== undefined && input.MultiAZ === true) {
    throw invalidParameterCombination(
      'Requesting a specific availability zone is not valid for Multi-AZ instances.',
    );
  }
  const subnet = subnets.find((each) => zone === undefined || each.availabilityZone === zone);
  if (subnet === undefined) {
    throw invalidParameterCombination(
      `DB Subnet Group ${group.name} has no subnet in availability zone ${zone ?? ''}.`,
    );
  }
  const securityGroupIds = checkedSecurityGroups(context, group, input.VpcSecurityGroupIds);
  const networkInterface = allocateNetworkInterface(
    ec2,
    { ids: context.ids, nowMs: context.clock.now() },
    {
      subnetId: subnet.subnetId,
      groups: [...securityGroupIds],
      description: 'RDSNetworkInterface',
      requesterManaged: true,
      requesterId: 'amazon-rds',
      attachedTo: 'amazon-rds',
      assignPublicIp: input.PubliclyAccessible ?? group.name === 'default',
    },
  );
  return {
    availabilityZone: subnet.availabilityZone,
    securityGroupIds,
    networkInterfaceId: networkInterface.networkInterfaceId,
    privateIp: networkInterface.privateIpAddress,
  };
}
