import type { Cluster, CreateClusterRequest } from '@aws-sdk/client-ecs';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { whileRefused } from '../patient.ts';
import { hasChanged, requiredText } from '../../arguments.ts';
import { allTags, lowerTagList, tagMap } from '../tags.ts';
import { clusterSchema } from './cluster-schema.ts';
import { updateTags } from './tagging.ts';

const naming: ApiNaming = {
  style: 'camel',
  names: {
    arn: 'clusterArn',
    name: 'clusterName',
    setting: { member: 'settings', many: true },
    'configuration.execute_command_configuration.log_configuration.s3_bucket_encryption_enabled':
      's3EncryptionEnabled',
    tags: null,
    tags_all: null,
  },
};

export const cluster: ResourceType<AwsClient> = {
  schema: clusterSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const output = await client.call('ecs', 'CreateCluster', {
      ...toApi<CreateClusterRequest>(config, clusterSchema, naming),
      tags: lowerTagList(allTags(config)),
    });
    return stateOf(output.cluster ?? {});
  },
  async read(state, { client }) {
    const found = await findCluster(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(found);
  },
  async update(config, prior, { client }) {
    const id = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'configuration', 'service_connect_defaults', 'setting')) {
      const { configuration, serviceConnectDefaults, settings } = toApi<CreateClusterRequest>(
        config,
        clusterSchema,
        naming,
      );
      await client.call('ecs', 'UpdateCluster', {
        cluster: id,
        settings,
        configuration,
        serviceConnectDefaults,
      });
    }
    await updateTags(client, id, config, prior);
    return stateOf(existing(await findCluster(client, id)));
  },
  async delete(state, environment) {
    const { client } = environment;
    const stillUsed = ['ClusterContainsServicesException', 'ClusterContainsTasksException'];
    await orAbsent(
      whileRefused(environment, stillUsed, () =>
        client.call('ecs', 'DeleteCluster', { cluster: requiredText(state, 'id') }),
      ),
      'ClusterNotFoundException',
    );
  },
};

/** A cluster with all that DescribeClusters tells; undefined when it does not exist or is INACTIVE. */
export async function findCluster(client: AwsClient, nameOrArn: string): Promise<Cluster | undefined> {
  const { clusters = [] } = await client.call('ecs', 'DescribeClusters', {
    clusters: [nameOrArn],
    include: ['TAGS', 'CONFIGURATIONS', 'SETTINGS'],
  });
  return clusters.find(({ status }) => status !== 'INACTIVE');
}

function stateOf(found: Cluster): PlainObject {
  return {
    ...fromApi(found, clusterSchema, naming),
    id: found.clusterArn ?? null,
    tags_all: tagMap(found.tags),
  };
}
