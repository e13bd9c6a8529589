import type {
  CreateDBClusterMessage,
  ModifyDBClusterMessage,
  RestoreDBClusterFromSnapshotMessage,
} from '@aws-sdk/client-rds';
import type { PlainObject } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textsOf } from '../../arguments.ts';
import { type ApiNaming, toApi } from '../api-shape.ts';
import { rdsClusterSchema } from './rds-cluster-schema.ts';

/** How `aws_rds_cluster` calls what CreateDBCluster takes; null is dealt with by hand. */
export const clusterInputNaming: ApiNaming = {
  style: 'pascal',
  names: {
    allow_major_version_upgrade: null,
    apply_immediately: null,
    ca_certificate_identifier: 'CACertificateIdentifier',
    cluster_identifier: 'DBClusterIdentifier',
    cluster_identifier_prefix: null,
    cluster_members: null,
    db_cluster_instance_class: 'DBClusterInstanceClass',
    db_cluster_parameter_group_name: 'DBClusterParameterGroupName',
    db_instance_parameter_group_name: null,
    db_subnet_group_name: 'DBSubnetGroupName',
    db_system_id: 'DBSystemId',
    delete_automated_backups: null,
    domain_iam_role_name: 'DomainIAMRoleName',
    enabled_cloudwatch_logs_exports: 'EnableCloudwatchLogsExports',
    final_snapshot_identifier: null,
    iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
    iam_roles: null,
    master_password: 'MasterUserPassword',
    master_password_wo: 'MasterUserPassword',
    master_password_wo_version: null,
    performance_insights_enabled: 'EnablePerformanceInsights',
    performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
    restore_to_point_in_time: null,
    s3_import: null,
    serverlessv2_scaling_configuration: 'ServerlessV2ScalingConfiguration',
    skip_final_snapshot: null,
    snapshot_identifier: null,
    tags: null,
    tags_all: null,
  },
};

/** What CreateDBCluster is given, the identifier and tags apart. */
export function clusterInput(config: PlainObject): CreateDBClusterMessage {
  return toApi<CreateDBClusterMessage>(config, rdsClusterSchema, clusterInputNaming);
}

/** What RestoreDBClusterFromSnapshot takes of it. */
const restored: readonly (keyof CreateDBClusterMessage & keyof RestoreDBClusterFromSnapshotMessage)[] = [
  'AvailabilityZones',
  'BacktrackWindow',
  'CopyTagsToSnapshot',
  'DBClusterInstanceClass',
  'DBClusterParameterGroupName',
  'DBSubnetGroupName',
  'DatabaseName',
  'DeletionProtection',
  'Domain',
  'DomainIAMRoleName',
  'EnableCloudwatchLogsExports',
  'EnableIAMDatabaseAuthentication',
  'Engine',
  'EngineLifecycleSupport',
  'EngineMode',
  'EngineVersion',
  'Iops',
  'KmsKeyId',
  'MonitoringInterval',
  'MonitoringRoleArn',
  'NetworkType',
  'Port',
  'StorageType',
  'VpcSecurityGroupIds',
];

/** What is left to ModifyDBCluster after a restore. */
const setAfterwards: readonly (keyof CreateDBClusterMessage & keyof ModifyDBClusterMessage)[] = [
  'BackupRetentionPeriod',
  'DatabaseInsightsMode',
  'EnablePerformanceInsights',
  'ManageMasterUserPassword',
  'MasterUserPassword',
  'MasterUserSecretKmsKeyId',
  'PerformanceInsightsKMSKeyId',
  'PerformanceInsightsRetentionPeriod',
  'PreferredBackupWindow',
  'PreferredMaintenanceWindow',
  'ServerlessV2ScalingConfiguration',
];

export function clusterRestoreInput(config: PlainObject): Partial<RestoreDBClusterFromSnapshotMessage> {
  return pick(clusterInput(config), restored);
}

/** Undefined when nothing is left. What is off by itself is nothing. */
export function clusterAfterwardsInput(
  config: PlainObject,
): Omit<ModifyDBClusterMessage, 'DBClusterIdentifier'> | undefined {
  const left = Object.entries(pick(clusterInput(config), setAfterwards)).filter(
    ([, value]) => value !== false,
  );
  return left.length === 0 ? undefined : { ...Object.fromEntries(left), ApplyImmediately: true };
}

function pick(
  input: CreateDBClusterMessage,
  members: readonly (keyof CreateDBClusterMessage)[],
): Partial<CreateDBClusterMessage> {
  return Object.fromEntries(
    members.flatMap((member) => (input[member] === undefined ? [] : [[member, input[member]]])),
  ) as Partial<CreateDBClusterMessage>;
}

/** Arguments that ModifyDBCluster changes under the name that CreateDBCluster has for them. */
const modifiable: Readonly<Record<string, keyof CreateDBClusterMessage & keyof ModifyDBClusterMessage>> = {
  allocated_storage: 'AllocatedStorage',
  auto_minor_version_upgrade: 'AutoMinorVersionUpgrade',
  backtrack_window: 'BacktrackWindow',
  backup_retention_period: 'BackupRetentionPeriod',
  ca_certificate_identifier: 'CACertificateIdentifier',
  copy_tags_to_snapshot: 'CopyTagsToSnapshot',
  database_insights_mode: 'DatabaseInsightsMode',
  db_cluster_instance_class: 'DBClusterInstanceClass',
  db_cluster_parameter_group_name: 'DBClusterParameterGroupName',
  deletion_protection: 'DeletionProtection',
  domain: 'Domain',
  domain_iam_role_name: 'DomainIAMRoleName',
  engine_version: 'EngineVersion',
  iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
  iops: 'Iops',
  master_password: 'MasterUserPassword',
  master_user_secret_kms_key_id: 'MasterUserSecretKmsKeyId',
  monitoring_interval: 'MonitoringInterval',
  monitoring_role_arn: 'MonitoringRoleArn',
  network_type: 'NetworkType',
  performance_insights_enabled: 'EnablePerformanceInsights',
  performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
  performance_insights_retention_period: 'PerformanceInsightsRetentionPeriod',
  port: 'Port',
  preferred_backup_window: 'PreferredBackupWindow',
  preferred_maintenance_window: 'PreferredMaintenanceWindow',
  serverlessv2_scaling_configuration: 'ServerlessV2ScalingConfiguration',
  storage_type: 'StorageType',
  vpc_security_group_ids: 'VpcSecurityGroupIds',
};

/** What says "none" to ModifyDBCluster when an argument is gone. */
const none: Partial<ModifyDBClusterMessage> = {
  DeletionProtection: false,
  EnableIAMDatabaseAuthentication: false,
  EnablePerformanceInsights: false,
};

/** What ModifyDBCluster is given: what changed. Undefined when nothing of the cluster did. */
export function clusterModifyInput(
  config: PlainObject,
  prior: PlainObject,
): ModifyDBClusterMessage | undefined {
  const input = clusterInput(config);
  const members = Object.entries(modifiable).flatMap(([argument, member]) => {
    if (!hasChanged(config, prior, argument)) return [];
    const value = input[member] ?? none[member];
    return value === undefined ? [] : [[member, value] as const];
  });
  const changes: Omit<ModifyDBClusterMessage, 'DBClusterIdentifier'> = {
    ...(Object.fromEntries(members) as Partial<ModifyDBClusterMessage>),
    ...credentials(config, prior, input),
    ...logExports(config, prior),
  };
  if (Object.keys(changes).length === 0) return undefined;
  return {
    ...changes,
    DBClusterIdentifier: requiredText(prior, 'id'),
    ApplyImmediately: boolOf(config, 'apply_immediately') ?? false,
    ...(changes.EngineVersion === undefined
      ? {}
      : { AllowMajorVersionUpgrade: boolOf(config, 'allow_major_version_upgrade') ?? false }),
  };
}

function credentials(
  config: PlainObject,
  prior: PlainObject,
  input: CreateDBClusterMessage,
): Partial<ModifyDBClusterMessage> {
  if (hasChanged(config, prior, 'manage_master_user_password')) {
    return boolOf(config, 'manage_master_user_password') === true
      ? { ManageMasterUserPassword: true }
      : { ManageMasterUserPassword: false, MasterUserPassword: input.MasterUserPassword };
  }
  return hasChanged(config, prior, 'master_password_wo_version')
    ? { MasterUserPassword: input.MasterUserPassword }
    : {};
}

function logExports(config: PlainObject, prior: PlainObject): Partial<ModifyDBClusterMessage> {
  if (!hasChanged(config, prior, 'enabled_cloudwatch_logs_exports')) return {};
  const [before, after] = [prior, config].map((object) => textsOf(object, 'enabled_cloudwatch_logs_exports'));
  return {
    CloudwatchLogsExportConfiguration: {
      EnableLogTypes: after?.filter((type) => before?.includes(type) !== true) ?? [],
      DisableLogTypes: before?.filter((type) => after?.includes(type) !== true) ?? [],
    },
  };
}
