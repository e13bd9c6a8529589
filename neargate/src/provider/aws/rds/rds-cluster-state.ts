import type { DBCluster } from '@aws-sdk/client-rds';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';
import { type ApiNaming, fromApi, timeText } from '../api-shape.ts';
import { tagMap } from '../tags.ts';
import { clusterInputNaming } from './rds-cluster-input.ts';
import { rdsClusterSchema } from './rds-cluster-schema.ts';
import { masterUserSecretState, versionForm } from './state-parts.ts';

/** DescribeDBClusters has names of its own for some of what CreateDBCluster takes. */
export const clusterOutputNaming: ApiNaming = {
  style: 'pascal',
  names: {
    ...clusterInputNaming.names,
    arn: 'DBClusterArn',
    ca_certificate_identifier: null,
    ca_certificate_valid_till: null,
    cluster_resource_id: 'DbClusterResourceId',
    db_cluster_parameter_group_name: 'DBClusterParameterGroup',
    db_subnet_group_name: 'DBSubnetGroup',
    enable_global_write_forwarding: null,
    enable_http_endpoint: 'HttpEndpointEnabled',
    enable_local_write_forwarding: null,
    enabled_cloudwatch_logs_exports: 'EnabledCloudwatchLogsExports',
    engine_version: null,
    engine_version_actual: 'EngineVersion',
    iam_database_authentication_enabled: 'IAMDatabaseAuthenticationEnabled',
    master_password: null,
    master_password_wo: null,
    master_user_secret: null,
    master_user_secret_kms_key_id: null,
    performance_insights_enabled: 'PerformanceInsightsEnabled',
    scaling_configuration: null,
    source_region: null,
    vpc_security_group_ids: null,
  },
};

/** What only Terraform knows of a cluster. */
const argumentsOfTheProvider = [
  'allow_major_version_upgrade',
  'apply_immediately',
  'db_instance_parameter_group_name',
  'delete_automated_backups',
  'enable_global_write_forwarding',
  'enable_local_write_forwarding',
  'final_snapshot_identifier',
  'manage_master_user_password',
  'master_password',
  'master_password_wo_version',
  'master_user_secret_kms_key_id',
  'restore_to_point_in_time',
  's3_import',
  'scaling_configuration',
  'skip_final_snapshot',
  'snapshot_identifier',
  'source_region',
];

/**
 * The attributes of `aws_rds_cluster`.
 *
 * @param known The configuration or the state that the cluster is read for.
 */
export function rdsClusterState(known: PlainObject, found: DBCluster): PlainObject {
  const certificate = found.CertificateDetails;
  return {
    ...fromApi(found, rdsClusterSchema, clusterOutputNaming),
    ...Object.fromEntries(argumentsOfTheProvider.map((name) => [name, known[name] ?? null])),
    id: found.DBClusterIdentifier ?? null,
    cluster_identifier_prefix: textOf(known, 'cluster_identifier_prefix') ?? '',
    ca_certificate_identifier: certificate?.CAIdentifier ?? null,
    ca_certificate_valid_till: timeText(certificate?.ValidTill),
    cluster_members: (found.DBClusterMembers ?? []).map(
      ({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? null,
    ),
    engine_version: versionForm(textOf(known, 'engine_version'), found.EngineVersion ?? ''),
    iam_roles: (found.AssociatedRoles ?? []).map(({ RoleArn }) => RoleArn ?? null),
    master_user_secret: masterUserSecretState(found.MasterUserSecret),
    vpc_security_group_ids: (found.VpcSecurityGroups ?? []).map(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? null,
    ),
    tags_all: tagMap(found.TagList),
  };
}
