import type { CapacityProvider, CreateCapacityProviderRequest } from '@aws-sdk/client-ecs';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, requiredText, textOf } from '../../arguments.ts';
import { present } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { allTags, lowerTagList, tagMap } from '../tags.ts';
import { capacityProviderSchema as schema } from './capacity-provider-schema.ts';
import { updateTags } from './tagging.ts';

const template = 'managed_instances_provider.instance_launch_template';
const requirements = `${template}.instance_requirements`;

const naming: ApiNaming = {
  style: 'camel',
  names: {
    arn: 'capacityProviderArn',
    tags: null,
    tags_all: null,
    [`${requirements}.accelerator_total_memory_mib`]: 'acceleratorTotalMemoryMiB',
    [`${requirements}.memory_gib_per_vcpu`]: 'memoryGiBPerVCpu',
    [`${requirements}.memory_mib`]: 'memoryMiB',
    [`${requirements}.total_local_storage_gb`]: 'totalLocalStorageGB',
    [`${requirements}.vcpu_count`]: 'vCpuCount',
    [`${template}.storage_configuration.storage_size_gib`]: 'storageSizeGiB',
  },
};

/** Neither groups of instances nor managed instances are there to place tasks on, so that what it says is only kept. */
export const capacityProvider: ResourceType<AwsClient> = {
  schema,
  behaviour: 'stored',
  async create(config, { client }) {
    const { capacityProvider: made } = await client.call('ecs', 'CreateCapacityProvider', {
      ...requestOf(config),
      tags: lowerTagList(allTags(config)),
    });
    return stateOf(made ?? {});
  },
  async read(state, { client }) {
    const found = await findCapacityProvider(client, requiredText(state, 'id'));
    return found === undefined ? undefined : stateOf(found);
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const id = requiredText(prior, 'id');
    if (hasChanged(config, prior, 'auto_scaling_group_provider', 'managed_instances_provider')) {
      const { name, cluster, autoScalingGroupProvider: group, managedInstancesProvider } = requestOf(config);
      const { autoScalingGroupArn: _fixed, ...groupChanges } = group ?? {};
      await whileRefused(environment, ['UpdateInProgressException'], () =>
        client.call('ecs', 'UpdateCapacityProvider', {
          name,
          cluster,
          autoScalingGroupProvider: group === undefined ? undefined : groupChanges,
          managedInstancesProvider,
        }),
      );
    }
    await updateTags(client, id, config, prior);
    return stateOf(await present(findCapacityProvider(client, id), id));
  },
  async delete(state, environment) {
    const { client } = environment;
    const id = requiredText(state, 'id');
    if ((await findCapacityProvider(client, id)) === undefined) return;
    // A service or cluster that is just being destroyed still holds on to it.
    const stillUsed = (error: { readonly message: string }) =>
      error.message.includes('it is associated with');
    await whileRefused(environment, stillUsed, () =>
      client.call('ecs', 'DeleteCapacityProvider', {
        capacityProvider: id,
        cluster: textOf(state, 'cluster'),
      }),
    );
  },
};

async function findCapacityProvider(
  client: AwsClient,
  nameOrArn: string,
): Promise<CapacityProvider | undefined> {
  const { capacityProviders = [] } = await client.call('ecs', 'DescribeCapacityProviders', {
    capacityProviders: [nameOrArn],
    include: ['TAGS'],
  });
  return capacityProviders.find(({ status }) => status !== 'INACTIVE');
}

function requestOf(config: PlainObject): CreateCapacityProviderRequest {
  return toApi(config, schema, naming);
}

function stateOf(found: CapacityProvider): PlainObject {
  return {
    ...fromApi(found, schema, naming),
    id: found.capacityProviderArn ?? null,
    tags_all: tagMap(found.tags),
  };
}
