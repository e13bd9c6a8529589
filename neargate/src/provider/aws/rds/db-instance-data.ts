import type { DBInstance } from '@aws-sdk/client-rds';
import { UserError } from '../../../core/user-error.ts';
import type { AttributeSchema, DataSource, Schema } from '../../../terraform/provider.ts';
import { textMapOf, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { tagMap } from '../tags.ts';
import { masterUserSecretState } from './state-parts.ts';

const computed = (type: string): AttributeSchema => ({ type, computed: true });

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/db_instance */
const schema: Schema = {
  attributes: {
    address: computed('string'),
    allocated_storage: computed('number'),
    auto_minor_version_upgrade: computed('bool'),
    availability_zone: computed('string'),
    backup_retention_period: computed('number'),
    ca_cert_identifier: computed('string'),
    database_insights_mode: computed('string'),
    db_cluster_identifier: computed('string'),
    db_instance_arn: computed('string'),
    db_instance_class: computed('string'),
    db_instance_identifier: { type: 'string', optional: true, computed: true },
    db_instance_port: computed('number'),
    db_name: computed('string'),
    db_parameter_groups: computed('list(string)'),
    db_subnet_group: computed('string'),
    enabled_cloudwatch_logs_exports: computed('list(string)'),
    endpoint: computed('string'),
    engine: computed('string'),
    engine_version: computed('string'),
    hosted_zone_id: computed('string'),
    iops: computed('number'),
    kms_key_id: computed('string'),
    license_model: computed('string'),
    master_user_secret: computed(
      'list(object({kms_key_id = string, secret_arn = string, secret_status = string}))',
    ),
    master_username: computed('string'),
    max_allocated_storage: computed('number'),
    monitoring_interval: computed('number'),
    monitoring_role_arn: computed('string'),
    multi_az: computed('bool'),
    network_type: computed('string'),
    option_group_memberships: computed('list(string)'),
    port: computed('number'),
    preferred_backup_window: computed('string'),
    preferred_maintenance_window: computed('string'),
    publicly_accessible: computed('bool'),
    replicate_source_db: computed('string'),
    resource_id: computed('string'),
    storage_encrypted: computed('bool'),
    storage_throughput: computed('number'),
    storage_type: computed('string'),
    tags: { type: 'map(string)', optional: true, computed: true },
    timezone: computed('string'),
    upgrade_rollout_order: computed('string'),
    vpc_security_groups: computed('list(string)'),
  },
};

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    address: null,
    ca_cert_identifier: 'CACertificateIdentifier',
    db_cluster_identifier: 'DBClusterIdentifier',
    db_instance_arn: 'DBInstanceArn',
    db_instance_class: 'DBInstanceClass',
    db_instance_identifier: 'DBInstanceIdentifier',
    db_name: 'DBName',
    db_parameter_groups: null,
    db_subnet_group: null,
    endpoint: null,
    hosted_zone_id: null,
    master_user_secret: null,
    multi_az: 'MultiAZ',
    option_group_memberships: null,
    port: null,
    replicate_source_db: 'ReadReplicaSourceDBInstanceIdentifier',
    resource_id: 'DbiResourceId',
    tags: null,
    vpc_security_groups: null,
  },
};

export const dbInstanceData: DataSource<AwsClient> = {
  schema,
  async read(config, { client }) {
    const output = await orAbsent(
      client.call('rds', 'DescribeDBInstances', {
        DBInstanceIdentifier: textOf(config, 'db_instance_identifier'),
      }),
      'DBInstanceNotFound',
    );
    const tags = Object.entries(textMapOf(config, 'tags'));
    const matching = (output?.DBInstances ?? []).filter(({ TagList }) => {
      const present = tagMap(TagList);
      return tags.every(([name, value]) => present[name] === value);
    });
    const [found, ...others] = matching;
    if (found === undefined || others.length > 0) {
      throw new UserError(
        `reading RDS DB Instance: ${found === undefined ? 'no' : 'multiple'} matching RDS DB Instances found`,
      );
    }
    return stateOf(found);
  },
};

function stateOf(found: DBInstance) {
  const { Address: address, Port: port, HostedZoneId: zone } = found.Endpoint ?? {};
  return {
    ...fromApi(found, schema, naming),
    id: found.DBInstanceIdentifier ?? null,
    address: address ?? null,
    endpoint: address === undefined ? null : `${address}:${port}`,
    hosted_zone_id: zone ?? null,
    port: port ?? null,
    db_parameter_groups: (found.DBParameterGroups ?? []).map((group) => group.DBParameterGroupName ?? null),
    db_subnet_group: found.DBSubnetGroup?.DBSubnetGroupName ?? null,
    master_user_secret: masterUserSecretState(found.MasterUserSecret),
    option_group_memberships: (found.OptionGroupMemberships ?? []).map(
      ({ OptionGroupName }) => OptionGroupName ?? null,
    ),
    tags: tagMap(found.TagList),
    vpc_security_groups: (found.VpcSecurityGroups ?? []).map(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? null,
    ),
  };
}
