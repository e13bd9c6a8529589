import type { CreateDBInstanceMessage, DBInstance, ModifyDBInstanceMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../../core/aws-error.ts';
import type { PlainObject, ResourceType, Schema } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { waitUntil } from '../deadline.ts';
import { sameIgnoringCase } from '../equivalence.ts';
import { generatedName } from '../generated-names.ts';
import { existing } from '../not-found.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { allTags, tagList, tagMap } from '../tags.ts';
import { findInstance, waitUntilInstanceAvailable } from './instance-waits.ts';
import {
  dailyWindowPattern,
  instanceIdentifierPattern,
  instanceIdentifierPrefixPattern,
  weeklyWindowPattern,
} from './patterns.ts';
import { findCluster } from './rds-cluster.ts';
import { clusterEngines } from './rds-cluster-schema.ts';
import { versionForm } from './state-parts.ts';
import { updateTags } from './tagging.ts';

/** The provider's own time limit for each of creating, changing and deleting, in minutes. */
const limitMinutes = 90;

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster_instance */
const schema: Schema = {
  attributes: {
    apply_immediately: { type: 'bool', optional: true, computed: true },
    arn: { type: 'string', computed: true },
    auto_minor_version_upgrade: { type: 'bool', optional: true, default: true },
    availability_zone: { type: 'string', optional: true, computed: true, forceNew: true },
    ca_cert_identifier: { type: 'string', optional: true, computed: true },
    cluster_identifier: { type: 'string', required: true, forceNew: true },
    copy_tags_to_snapshot: { type: 'bool', optional: true, default: false },
    custom_iam_instance_profile: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: { regex: /^AWSRDSCustom.*$/, message: 'must match ^AWSRDSCustom.*$' },
    },
    db_parameter_group_name: { type: 'string', optional: true, computed: true },
    db_subnet_group_name: { type: 'string', optional: true, computed: true, forceNew: true },
    dbi_resource_id: { type: 'string', computed: true },
    endpoint: { type: 'string', computed: true },
    engine: { type: 'string', required: true, forceNew: true, enum: clusterEngines },
    engine_version: { type: 'string', optional: true, computed: true },
    engine_version_actual: { type: 'string', computed: true },
    force_destroy: { type: 'bool', optional: true, default: false },
    identifier: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: instanceIdentifierPattern,
      conflictsWith: ['identifier_prefix'],
    },
    identifier_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: instanceIdentifierPrefixPattern,
      conflictsWith: ['identifier'],
    },
    instance_class: { type: 'string', required: true },
    kms_key_id: { type: 'string', computed: true },
    monitoring_interval: { type: 'number', optional: true, default: 0, range: [0, 60] },
    monitoring_role_arn: { type: 'string', optional: true, computed: true },
    network_type: { type: 'string', computed: true },
    performance_insights_enabled: { type: 'bool', optional: true, computed: true },
    performance_insights_kms_key_id: { type: 'string', optional: true, computed: true, pattern: arnPattern },
    performance_insights_retention_period: {
      type: 'number',
      optional: true,
      computed: true,
      range: [7, 731],
    },
    port: { type: 'number', computed: true },
    preferred_backup_window: { type: 'string', optional: true, computed: true, pattern: dailyWindowPattern },
    preferred_maintenance_window: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: weeklyWindowPattern,
      equivalent: sameIgnoringCase,
    },
    promotion_tier: { type: 'number', optional: true, default: 0, range: [0, 15] },
    publicly_accessible: { type: 'bool', optional: true, computed: true },
    storage_encrypted: { type: 'bool', computed: true },
    writer: { type: 'bool', computed: true },
    ...tagAttributes,
  },
};

const naming: ApiNaming = {
  style: 'pascal',
  names: {
    apply_immediately: null,
    arn: 'DBInstanceArn',
    ca_cert_identifier: 'CACertificateIdentifier',
    cluster_identifier: 'DBClusterIdentifier',
    db_parameter_group_name: 'DBParameterGroupName',
    db_subnet_group_name: 'DBSubnetGroupName',
    dbi_resource_id: 'DbiResourceId',
    endpoint: null,
    engine_version_actual: null,
    force_destroy: null,
    identifier: 'DBInstanceIdentifier',
    identifier_prefix: null,
    instance_class: 'DBInstanceClass',
    performance_insights_enabled: 'EnablePerformanceInsights',
    performance_insights_kms_key_id: 'PerformanceInsightsKMSKeyId',
    port: null,
    tags: null,
    tags_all: null,
    writer: null,
  },
};

const outputNaming: ApiNaming = {
  style: 'pascal',
  names: {
    ...naming.names,
    db_parameter_group_name: null,
    db_subnet_group_name: null,
    engine_version: null,
    engine_version_actual: 'EngineVersion',
    performance_insights_enabled: 'PerformanceInsightsEnabled',
  },
};

/** Arguments that ModifyDBInstance changes. */
const modifiable = [
  'auto_minor_version_upgrade',
  'ca_cert_identifier',
  'copy_tags_to_snapshot',
  'db_parameter_group_name',
  'instance_class',
  'monitoring_interval',
  'monitoring_role_arn',
  'performance_insights_enabled',
  'performance_insights_kms_key_id',
  'performance_insights_retention_period',
  'preferred_backup_window',
  'preferred_maintenance_window',
  'promotion_tier',
  'publicly_accessible',
];

export const rdsClusterInstance: ResourceType<AwsClient> = {
  schema,
  behaviour: 'real',
  async create(config, environment) {
    const { client } = environment;
    const identifier = generatedName(config, {
      ids: client.ids,
      name: 'identifier',
      prefix: 'identifier_prefix',
    });
    const { DBInstance: made } = await client.call('rds', 'CreateDBInstance', {
      ...toApi<CreateDBInstanceMessage>(config, schema, naming),
      DBInstanceIdentifier: identifier,
      Tags: tagList(allTags(config)),
    });
    environment.created?.({ id: identifier, arn: made?.DBInstanceArn ?? null, identifier });
    return stateOf(client, config, await waitUntilInstanceAvailable(identifier, limitMinutes, environment));
  },
  async read(state, { client }) {
    const found = await findInstance(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(client, state, found);
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const identifier = requiredText(prior, 'id');
    await updateTags(client, requiredText(prior, 'arn'), config, prior);
    const changed = modifiable.filter((argument) => hasChanged(config, prior, argument));
    if (changed.length === 0)
      return stateOf(client, config, existing(await findInstance(client, identifier)));
    const body = {
      attributes: Object.fromEntries(
        Object.entries(schema.attributes).filter(([name]) => changed.includes(name)),
      ),
    };
    await client.call('rds', 'ModifyDBInstance', {
      ...toApi<Omit<ModifyDBInstanceMessage, 'DBInstanceIdentifier'>>(config, body, naming),
      DBInstanceIdentifier: identifier,
      ApplyImmediately: boolOf(config, 'apply_immediately') ?? false,
    });
    return stateOf(client, config, await waitUntilInstanceAvailable(identifier, limitMinutes, environment));
  },
  async delete(state, environment) {
    const { client } = environment;
    const identifier = requiredText(state, 'id');
    try {
      await orAbsent(
        client.call('rds', 'DeleteDBInstance', { DBInstanceIdentifier: identifier, SkipFinalSnapshot: true }),
        'DBInstanceNotFound',
      );
    } catch (error) {
      // Its cluster may have taken it along.
      const isGoing = error instanceof AwsError && error.message.includes('is already being deleted');
      if (!isGoing) throw error;
    }
    await waitUntil(environment, {
      what: `RDS Cluster Instance (${identifier}) to be deleted`,
      limitMinutes,
      probe: async () => {
        const found = await findInstance(client, identifier);
        environment.progress(`${identifier} is ${found?.DBInstanceStatus ?? 'deleted'}`);
        return found === undefined ? true : undefined;
      },
    });
  },
};

async function stateOf(client: AwsClient, known: PlainObject, found: DBInstance): Promise<PlainObject> {
  const identifier = found.DBInstanceIdentifier ?? '';
  const cluster = await findCluster(client, found.DBClusterIdentifier ?? '');
  const membership = cluster?.DBClusterMembers?.find((each) => each.DBInstanceIdentifier === identifier);
  return {
    ...fromApi(found, schema, outputNaming),
    id: identifier,
    identifier_prefix: textOf(known, 'identifier_prefix') ?? '',
    apply_immediately: known['apply_immediately'] ?? null,
    force_destroy: known['force_destroy'] ?? null,
    custom_iam_instance_profile: known['custom_iam_instance_profile'] ?? null,
    db_parameter_group_name: found.DBParameterGroups?.[0]?.DBParameterGroupName ?? null,
    db_subnet_group_name: found.DBSubnetGroup?.DBSubnetGroupName ?? null,
    endpoint: found.Endpoint?.Address ?? null,
    port: found.Endpoint?.Port ?? null,
    engine_version: versionForm(textOf(known, 'engine_version'), found.EngineVersion ?? ''),
    writer: membership?.IsClusterWriter ?? false,
    tags_all: tagMap(found.TagList),
  };
}
