import type { PutClusterCapacityProvidersRequest } from '@aws-sdk/client-ecs';
import type { OperationEnvironment, PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, toApi } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { whileRefused } from '../patient.ts';
import { requiredText } from '../../arguments.ts';
import { findCluster } from './cluster.ts';
import { clusterCapacityProvidersSchema as schema } from './cluster-capacity-providers-schema.ts';

const naming: ApiNaming = { style: 'camel', names: { cluster_name: 'clusterName' } };

export const clusterCapacityProviders: ResourceType<AwsClient> = {
  schema,
  behaviour: 'real',
  create: put,
  async read(state, { client }) {
    const found = await findCluster(client, requiredText(state, 'id'));
    return found === undefined
      ? undefined
      : { ...fromApi(found, schema, naming), id: found.clusterName ?? null };
  },
  update: (config, _prior, environment) => put(config, environment),
  async delete(state, environment) {
    const removal = { cluster: requiredText(state, 'id'), capacityProviders: [] };
    await orAbsent(
      whileRefused(environment, ['ResourceInUseException', 'UpdateInProgressException'], () =>
        environment.client.call('ecs', 'PutClusterCapacityProviders', {
          ...removal,
          defaultCapacityProviderStrategy: [],
        }),
      ),
      'ClusterNotFoundException',
    );
  },
};

async function put(config: PlainObject, environment: OperationEnvironment<AwsClient>): Promise<PlainObject> {
  const cluster = requiredText(config, 'cluster_name');
  const { capacityProviders = [], defaultCapacityProviderStrategy = [] } =
    toApi<PutClusterCapacityProvidersRequest>(config, schema, naming);
  const output = await whileRefused(environment, ['UpdateInProgressException'], () =>
    environment.client.call('ecs', 'PutClusterCapacityProviders', {
      cluster,
      capacityProviders,
      defaultCapacityProviderStrategy,
    }),
  );
  return { ...fromApi(output.cluster, schema, naming), id: cluster };
}
