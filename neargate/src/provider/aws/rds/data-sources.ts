import type { DBSnapshot } from '@aws-sdk/client-rds';
import { UserError } from '../../../core/user-error.ts';
import type { AttributeSchema, DataSource, Schema } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { fromApi, timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';
import { dbInstanceData } from './db-instance-data.ts';
import { snapshotNaming } from './db-snapshot.ts';
import { findCluster } from './rds-cluster.ts';
import { rdsClusterSchema } from './rds-cluster-schema.ts';
import { rdsClusterState } from './rds-cluster-state.ts';

const text = { type: 'string', computed: true } as const;
const number = { type: 'number', computed: true } as const;
const flag = { type: 'bool', computed: true } as const;
const tags = { type: 'map(string)', computed: true } as const;

/** What the data source shows of the resource type's attributes. */
const ofCluster = [
  'arn',
  'availability_zones',
  'backtrack_window',
  'backup_retention_period',
  'cluster_members',
  'cluster_resource_id',
  'cluster_scalability_type',
  'database_insights_mode',
  'database_name',
  'db_cluster_parameter_group_name',
  'db_subnet_group_name',
  'db_system_id',
  'deletion_protection',
  'enabled_cloudwatch_logs_exports',
  'endpoint',
  'engine',
  'engine_mode',
  'engine_version',
  'final_snapshot_identifier',
  'hosted_zone_id',
  'iam_database_authentication_enabled',
  'iam_roles',
  'kms_key_id',
  'master_user_secret',
  'master_username',
  'monitoring_interval',
  'monitoring_role_arn',
  'network_type',
  'port',
  'preferred_backup_window',
  'preferred_maintenance_window',
  'reader_endpoint',
  'replication_source_identifier',
  'storage_encrypted',
  'vpc_security_group_ids',
] as const;

const clusterSchema: Schema = {
  attributes: {
    ...Object.fromEntries(
      ofCluster.map((name): [string, AttributeSchema] => [
        name,
        { type: rdsClusterSchema.attributes[name]?.type ?? 'string', computed: true },
      ]),
    ),
    cluster_identifier: { type: 'string', required: true },
    tags,
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/rds_cluster */
const rdsCluster: DataSource<AwsClient> = {
  schema: clusterSchema,
  async read(config, { client }) {
    const identifier = requiredText(config, 'cluster_identifier');
    const found = await findCluster(client, identifier);
    if (found === undefined) throw notFoundError('RDS Cluster', identifier);
    const state = rdsClusterState({}, found);
    return {
      ...Object.fromEntries(ofCluster.map((name) => [name, state[name] ?? null])),
      id: identifier,
      cluster_identifier: identifier,
      tags: tagMap(found.TagList),
    };
  },
};

const snapshotSchema: Schema = {
  attributes: {
    allocated_storage: number,
    availability_zone: text,
    db_instance_identifier: { type: 'string', optional: true },
    db_snapshot_arn: text,
    db_snapshot_identifier: { type: 'string', optional: true },
    encrypted: flag,
    engine: text,
    engine_version: text,
    include_public: { type: 'bool', optional: true, default: false },
    include_shared: { type: 'bool', optional: true, default: false },
    iops: number,
    kms_key_id: text,
    license_model: text,
    most_recent: { type: 'bool', optional: true, default: false },
    option_group_name: text,
    original_snapshot_create_time: text,
    port: number,
    snapshot_create_time: text,
    snapshot_type: { type: 'string', optional: true },
    source_db_snapshot_identifier: text,
    source_region: text,
    status: text,
    storage_type: text,
    tags: { type: 'map(string)', optional: true, computed: true },
    vpc_id: text,
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/db_snapshot */
const dbSnapshot: DataSource<AwsClient> = {
  schema: snapshotSchema,
  async read(config, { client }) {
    const { DBSnapshots = [] } = await client.call('rds', 'DescribeDBSnapshots', {
      DBInstanceIdentifier: textOf(config, 'db_instance_identifier'),
      DBSnapshotIdentifier: textOf(config, 'db_snapshot_identifier'),
      SnapshotType: textOf(config, 'snapshot_type'),
    });
    const found = chosen(DBSnapshots, boolOf(config, 'most_recent') === true);
    return {
      ...fromApi(found, snapshotSchema, {
        ...snapshotNaming,
        names: {
          ...snapshotNaming.names,
          include_public: null,
          include_shared: null,
          most_recent: null,
          original_snapshot_create_time: null,
          snapshot_create_time: null,
        },
      }),
      include_public: config['include_public'] ?? null,
      include_shared: config['include_shared'] ?? null,
      most_recent: config['most_recent'] ?? null,
      id: found.DBSnapshotIdentifier ?? null,
      original_snapshot_create_time: timeText(found.OriginalSnapshotCreateTime),
      snapshot_create_time: timeText(found.SnapshotCreateTime),
      tags: tagMap(found.TagList),
    };
  },
};

function chosen(snapshots: readonly DBSnapshot[], takesMostRecent: boolean): DBSnapshot {
  const [first, ...others] = snapshots.toSorted(
    (left, right) => timeOf(right.SnapshotCreateTime) - timeOf(left.SnapshotCreateTime),
  );
  if (first === undefined) {
    throw new UserError('Your query returned no results. Please change your search criteria and try again.');
  }
  if (others.length > 0 && !takesMostRecent) {
    throw new UserError(
      'Your query returned more than one result. Please try a more specific search criteria.',
    );
  }
  return first;
}

function timeOf(time: Date | undefined): number {
  return time?.getTime() ?? 0;
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/db_subnet_group */
const dbSubnetGroup: DataSource<AwsClient> = {
  schema: {
    attributes: {
      arn: text,
      description: text,
      name: { type: 'string', required: true },
      status: text,
      subnet_ids: { type: 'set(string)', computed: true },
      supported_network_types: { type: 'set(string)', computed: true },
      vpc_id: text,
    },
  },
  async read(config, { client }) {
    const name = requiredText(config, 'name');
    const output = await orAbsent(
      client.call('rds', 'DescribeDBSubnetGroups', { DBSubnetGroupName: name }),
      'DBSubnetGroupNotFoundFault',
    );
    const found = output?.DBSubnetGroups?.[0];
    if (found === undefined) throw notFoundError('RDS DB Subnet Group', name);
    return {
      id: found.DBSubnetGroupName ?? null,
      arn: found.DBSubnetGroupArn ?? null,
      description: found.DBSubnetGroupDescription ?? null,
      name: found.DBSubnetGroupName ?? null,
      status: found.SubnetGroupStatus ?? null,
      subnet_ids: (found.Subnets ?? []).map(({ SubnetIdentifier }) => SubnetIdentifier ?? null),
      supported_network_types: found.SupportedNetworkTypes ?? [],
      vpc_id: found.VpcId ?? null,
    };
  },
};

export const rdsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_db_instance: dbInstanceData,
  aws_db_snapshot: dbSnapshot,
  aws_db_subnet_group: dbSubnetGroup,
  aws_rds_cluster: rdsCluster,
};
