import type { DBInstance } from '@aws-sdk/client-rds';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';
import { type ApiNaming, fromApi } from '../api-shape.ts';
import { tagMap } from '../tags.ts';
import { inputNaming } from './db-instance-input.ts';
import { dbInstanceSchema } from './db-instance-schema.ts';
import { masterUserSecretState, versionForm } from './state-parts.ts';

/** DescribeDBInstances has names of its own for some of what CreateDBInstance takes. */
const outputNaming: ApiNaming = {
  style: 'pascal',
  names: {
    ...inputNaming.names,
    address: null,
    arn: 'DBInstanceArn',
    customer_owned_ip_enabled: 'CustomerOwnedIpEnabled',
    db_subnet_group_name: null,
    enabled_cloudwatch_logs_exports: 'EnabledCloudwatchLogsExports',
    endpoint: null,
    engine_version: null,
    engine_version_actual: 'EngineVersion',
    hosted_zone_id: null,
    iam_database_authentication_enabled: 'IAMDatabaseAuthenticationEnabled',
    listener_endpoint: null,
    master_user_secret: null,
    master_user_secret_kms_key_id: null,
    option_group_name: null,
    parameter_group_name: null,
    password: null,
    password_wo: null,
    performance_insights_enabled: 'PerformanceInsightsEnabled',
    port: null,
    replicas: 'ReadReplicaDBInstanceIdentifiers',
    resource_id: 'DbiResourceId',
    status: 'DBInstanceStatus',
    vpc_security_group_ids: null,
  },
};

/** What only Terraform knows of an instance. */
const argumentsOfTheProvider = [
  'allow_major_version_upgrade',
  'apply_immediately',
  'blue_green_update',
  'delete_automated_backups',
  'final_snapshot_identifier',
  'manage_master_user_password',
  'master_user_secret_kms_key_id',
  'password',
  'password_wo_version',
  'replica_mode',
  'restore_to_point_in_time',
  's3_import',
  'skip_final_snapshot',
  'upgrade_storage_config',
];

/**
 * The attributes of `aws_db_instance`.
 *
 * @param known The configuration or the state that the instance is read for.
 */
export function dbInstanceState(known: PlainObject, found: DBInstance): PlainObject {
  const { Address: address, Port: port } = found.Endpoint ?? {};
  return {
    ...fromApi(found, dbInstanceSchema, outputNaming),
    ...Object.fromEntries(argumentsOfTheProvider.map((name) => [name, known[name] ?? null])),
    id: found.DbiResourceId ?? null,
    identifier_prefix: textOf(known, 'identifier_prefix') ?? '',
    address: address ?? null,
    endpoint: address === undefined ? null : `${address}:${port}`,
    hosted_zone_id: found.Endpoint?.HostedZoneId ?? null,
    port: port ?? known['port'] ?? null,
    engine_version: versionForm(textOf(known, 'engine_version'), found.EngineVersion ?? ''),
    db_subnet_group_name: found.DBSubnetGroup?.DBSubnetGroupName ?? null,
    listener_endpoint: [],
    master_user_secret: masterUserSecretState(found.MasterUserSecret),
    option_group_name: found.OptionGroupMemberships?.[0]?.OptionGroupName ?? null,
    parameter_group_name: found.DBParameterGroups?.[0]?.DBParameterGroupName ?? null,
    vpc_security_group_ids: (found.VpcSecurityGroups ?? []).map(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? null,
    ),
    replicate_source_db: sourceForm(
      textOf(known, 'replicate_source_db'),
      found.ReadReplicaSourceDBInstanceIdentifier,
    ),
    snapshot_identifier: known['snapshot_identifier'] ?? null,
    tags_all: tagMap(found.TagList),
  };
}

/** A source in the same region is named by its identifier; an ARN that says the same stays. */
function sourceForm(known: string | undefined, actual: string | undefined): string | null {
  if (actual === undefined) return null;
  return known?.endsWith(`:db:${actual}`) === true ? known : actual;
}
