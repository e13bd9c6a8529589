import type { CreateDBInstanceMessage, ModifyDBInstanceMessage } from '@aws-sdk/client-rds';
import type { PlainObject } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textsOf } from '../../arguments.ts';
import { type ApiNaming, toApi } from '../api-shape.ts';
import { dbInstanceSchema } from './db-instance-schema.ts';

/** How `aws_db_instance` calls what CreateDBInstance takes; null is dealt with by hand. */
export const inputNaming: ApiNaming = {
  style: 'pascal',
  names: {
    allow_major_version_upgrade: null,
    apply_immediately: null,
    backup_window: 'PreferredBackupWindow',
    blue_green_update: null,
    ca_cert_identifier: 'CACertificateIdentifier',
    customer_owned_ip_enabled: 'EnableCustomerOwnedIp',
    db_name: 'DBName',
    db_subnet_group_name: 'DBSubnetGroupName',
    delete_automated_backups: null,
    domain_iam_role_name: 'DomainIAMRoleName',
    enabled_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports',
    final_snapshot_identifier: null,
    iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
    identifier: 'DBInstanceIdentifier',
    identifier_prefix: null,
    instance_class: 'DBInstanceClass',
    maintenance_window: 'PreferredMaintenanceWindow',
    multi_az: 'MultiAZ',
    parameter_group_name: 'DBParameterGroupName',
    password: 'MasterUserPassword',
    password_wo: 'MasterUserPassword',
    password_wo_version: null,
    performance_insights_enabled: 'EnablePerformanceInsights',
    performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
    replicate_source_db: null,
    restore_to_point_in_time: null,
    s3_import: null,
    skip_final_snapshot: null,
    snapshot_identifier: null,
    tags: null,
    tags_all: null,
    upgrade_storage_config: null,
    username: 'MasterUsername',
  },
};

/** What CreateDBInstance is given, the identifier and tags apart. */
export function createInput(config: PlainObject): CreateDBInstanceMessage {
  return toApi<CreateDBInstanceMessage>(config, dbInstanceSchema, inputNaming);
}

/** What RestoreDBInstanceFromDBSnapshot takes of it. */
const restored: readonly (keyof CreateDBInstanceMessage)[] = [
  'AutoMinorVersionUpgrade',
  'AvailabilityZone',
  'BackupTarget',
  'CopyTagsToSnapshot',
  'DBInstanceClass',
  'DBParameterGroupName',
  'DBSubnetGroupName',
  'DedicatedLogVolume',
  'DeletionProtection',
  'EnableCloudwatchLogsExports',
  'EnableCustomerOwnedIp',
  'EnableIAMDatabaseAuthentication',
  'Engine',
  'EngineLifecycleSupport',
  'LicenseModel',
  'MultiAZ',
  'NetworkType',
  'OptionGroupName',
  'Port',
  'PubliclyAccessible',
  'VpcSecurityGroupIds',
];

/** What CreateDBInstanceReadReplica takes of it. */
const replicated: readonly (keyof CreateDBInstanceMessage)[] = [
  'AutoMinorVersionUpgrade',
  'AvailabilityZone',
  'CopyTagsToSnapshot',
  'DBInstanceClass',
  'DBParameterGroupName',
  'DBSubnetGroupName',
  'DatabaseInsightsMode',
  'DedicatedLogVolume',
  'DeletionProtection',
  'EnableCloudwatchLogsExports',
  'EnableIAMDatabaseAuthentication',
  'EnablePerformanceInsights',
  'Iops',
  'KmsKeyId',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'MultiAZ',
  'NetworkType',
  'OptionGroupName',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'Port',
  'PubliclyAccessible',
  'StorageThroughput',
  'StorageType',
  'VpcSecurityGroupIds',
];

/** What is left to ModifyDBInstance after a restore or for a replica. */
const setAfterwards: readonly (keyof CreateDBInstanceMessage & keyof ModifyDBInstanceMessage)[] = [
  'AllocatedStorage',
  'BackupRetentionPeriod',
  'CACertificateIdentifier',
  'EnablePerformanceInsights',
  'EngineVersion',
  'Iops',
  'ManageMasterUserPassword',
  'MasterUserPassword',
  'MasterUserSecretKmsKeyId',
  'MaxAllocatedStorage',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'MultiAZ',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'PreferredBackupWindow',
  'PreferredMaintenanceWindow',
  'StorageThroughput',
  'StorageType',
];

export function restoreInput(config: PlainObject): Partial<CreateDBInstanceMessage> {
  return pick(createInput(config), restored);
}

export function replicaInput(config: PlainObject): Partial<CreateDBInstanceMessage> {
  return pick(createInput(config), replicated);
}

/** What those have not taken; undefined when that is nothing. What is off or none by itself is nothing. */
export function afterwardsInput(
  config: PlainObject,
  taken: Partial<CreateDBInstanceMessage>,
): Omit<ModifyDBInstanceMessage, 'DBInstanceIdentifier'> | undefined {
  const left = Object.entries(pick(createInput(config), setAfterwards)).filter(
    ([member, value]) => !(member in taken) && value !== false && value !== 0,
  );
  return left.length === 0 ? undefined : { ...Object.fromEntries(left), ApplyImmediately: true };
}

function pick<Member extends keyof CreateDBInstanceMessage>(
  input: CreateDBInstanceMessage,
  members: readonly Member[],
): Pick<CreateDBInstanceMessage, Member> {
  return Object.fromEntries(
    members.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]]])),
  ) as Pick<CreateDBInstanceMessage, Member>;
}

/** Arguments that ModifyDBInstance changes under the name that CreateDBInstance has for them. */
const modifiable: Readonly<Record<string, keyof CreateDBInstanceMessage & keyof ModifyDBInstanceMessage>> = {
  allocated_storage: 'AllocatedStorage',
  auto_minor_version_upgrade: 'AutoMinorVersionUpgrade',
  backup_retention_period: 'BackupRetentionPeriod',
  backup_window: 'PreferredBackupWindow',
  ca_cert_identifier: 'CACertificateIdentifier',
  copy_tags_to_snapshot: 'CopyTagsToSnapshot',
  customer_owned_ip_enabled: 'EnableCustomerOwnedIp',
  database_insights_mode: 'DatabaseInsightsMode',
  db_subnet_group_name: 'DBSubnetGroupName',
  dedicated_log_volume: 'DedicatedLogVolume',
  deletion_protection: 'DeletionProtection',
  domain: 'Domain',
  domain_auth_secret_arn: 'DomainAuthSecretArn',
  domain_dns_ips: 'DomainDnsIps',
  domain_fqdn: 'DomainFqdn',
  domain_iam_role_name: 'DomainIAMRoleName',
  domain_ou: 'DomainOu',
  engine_version: 'EngineVersion',
  iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
  instance_class: 'DBInstanceClass',
  iops: 'Iops',
  license_model: 'LicenseModel',
  maintenance_window: 'PreferredMaintenanceWindow',
  master_user_secret_kms_key_id: 'MasterUserSecretKmsKeyId',
  max_allocated_storage: 'MaxAllocatedStorage',
  monitoring_interval: 'MonitoringInterval',
  monitoring_role_arn: 'MonitoringRoleArn',
  multi_az: 'MultiAZ',
  network_type: 'NetworkType',
  option_group_name: 'OptionGroupName',
  parameter_group_name: 'DBParameterGroupName',
  password: 'MasterUserPassword',
  performance_insights_enabled: 'EnablePerformanceInsights',
  performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
  performance_insights_retention_period: 'PerformanceInsightsRetentionPeriod',
  publicly_accessible: 'PubliclyAccessible',
  storage_throughput: 'StorageThroughput',
  storage_type: 'StorageType',
  vpc_security_group_ids: 'VpcSecurityGroupIds',
};

/** What says "none" to ModifyDBInstance when an argument is gone. */
const none: Partial<ModifyDBInstanceMessage> = {
  DeletionProtection: false,
  EnableIAMDatabaseAuthentication: false,
  MaxAllocatedStorage: 0,
};

/** What ModifyDBInstance is given: what changed. Undefined when nothing of the instance did. */
export function modifyInput(config: PlainObject, prior: PlainObject): ModifyDBInstanceMessage | undefined {
  const input = createInput(config);
  const members = Object.entries(modifiable).flatMap(([argument, member]) => {
    if (!hasChanged(config, prior, argument)) return [];
    const value = input[member] ?? none[member];
    return value === undefined ? [] : [[member, value] as const];
  });
  const changes: Omit<ModifyDBInstanceMessage, 'DBInstanceIdentifier'> = {
    ...(Object.fromEntries(members) as Partial<ModifyDBInstanceMessage>),
    ...renaming(config, prior),
    ...credentials(config, prior, input),
    ...(hasChanged(config, prior, 'port') && input.Port !== undefined ? { DBPortNumber: input.Port } : {}),
    ...logExports(config, prior),
  };
  if (Object.keys(changes).length === 0) return undefined;
  return {
    ...changes,
    DBInstanceIdentifier: requiredText(prior, 'identifier'),
    ApplyImmediately: boolOf(config, 'apply_immediately') ?? false,
    ...(changes.EngineVersion === undefined
      ? {}
      : { AllowMajorVersionUpgrade: boolOf(config, 'allow_major_version_upgrade') ?? false }),
  };
}

function renaming(config: PlainObject, prior: PlainObject): Partial<ModifyDBInstanceMessage> {
  return hasChanged(config, prior, 'identifier')
    ? { NewDBInstanceIdentifier: requiredText(config, 'identifier') }
    : {};
}

function credentials(
  config: PlainObject,
  prior: PlainObject,
  input: CreateDBInstanceMessage,
): Partial<ModifyDBInstanceMessage> {
  if (hasChanged(config, prior, 'manage_master_user_password')) {
    const manages = boolOf(config, 'manage_master_user_password') === true;
    return manages
      ? { ManageMasterUserPassword: true }
      : { ManageMasterUserPassword: false, MasterUserPassword: input.MasterUserPassword };
  }
  return hasChanged(config, prior, 'password_wo_version')
    ? { MasterUserPassword: input.MasterUserPassword }
    : {};
}

function logExports(config: PlainObject, prior: PlainObject): Partial<ModifyDBInstanceMessage> {
  if (!hasChanged(config, prior, 'enabled_cloudwatch_logs_exports')) return {};
  const [before, after] = [prior, config].map((object) => textsOf(object, 'enabled_cloudwatch_logs_exports'));
  return {
    CloudwatchLogsExportConfiguration: {
      EnableLogTypes: after?.filter((type) => before?.includes(type) !== true) ?? [],
      DisableLogTypes: before?.filter((type) => after?.includes(type) !== true) ?? [],
    },
  };
}
