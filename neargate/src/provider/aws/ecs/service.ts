import { whileRefused } from '../patient.ts';
import type { Service } from '@aws-sdk/client-ecs';
import type { OperationEnvironment, ResourceType } from '../../../terraform/provider.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { waitUntil } from '../deadline.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { allTags, lowerTagList } from '../tags.ts';
import { storedConnectWarnings } from './stored-connect.ts';
import { olderRevisionWarnings } from './older-revision.ts';
import { isDaemon, serviceInput, serviceUpdate } from './service-input.ts';
import { serviceSchema } from './service-schema.ts';
import { serviceState } from './service-state.ts';
import { waitForSteadyState } from './service-steady-state.ts';
import { updateTags } from './tagging.ts';

/** Minutes that the provider waits for a deleted service's tasks to be gone. */
const drainingLimitMinutes = 20;

export const service: ResourceType<AwsClient> = {
  schema: serviceSchema,
  behaviour: 'real',
  plan(config, prior) {
    return {
      // A change between launch types and strategies needs a new deployment; without leave for one, a new service.
      replace: boolOf(config, 'force_new_deployment') === true ? [] : ['capacity_provider_strategy'],
      diagnostics: [...olderRevisionWarnings(config, prior), ...storedConnectWarnings(config)],
    };
  },
  async create(config, environment) {
    const { client } = environment;
    const output = await whileRefused(environment, waitsForLoadBalancer, () =>
      client.call('ecs', 'CreateService', {
        ...serviceInput(config),
        tags: lowerTagList(allTags(config)),
      }),
    );
    const created = output.service ?? {};
    const id = created.serviceArn ?? null;
    environment.created?.({ id, arn: id, cluster: created.clusterArn ?? null });
    if (boolOf(config, 'wait_for_steady_state') === true) {
      await waitForSteadyState(config, created, environment);
    }
    return serviceState(
      config,
      (await findService(created.serviceArn, created.clusterArn, client)) ?? created,
    );
  },
  async read(state, { client }) {
    const found = await findService(requiredText(state, 'id'), textOf(state, 'cluster'), client);
    return found === undefined ? undefined : serviceState(state, found);
  },
  async update(config, prior, environment) {
    const { client } = environment;
    const arn = requiredText(prior, 'id');
    await updateTags(client, arn, config, prior);
    const input = serviceUpdate(config, prior);
    if (input !== undefined) {
      const output = await client.call('ecs', 'UpdateService', { ...input, service: arn });
      if (boolOf(config, 'wait_for_steady_state') === true) {
        await waitForSteadyState(config, output.service ?? {}, environment);
      }
    }
    return serviceState(config, existing(await findService(arn, textOf(config, 'cluster'), client)));
  },
  async delete(state, environment) {
    const { client } = environment;
    const arn = requiredText(state, 'id');
    const cluster = textOf(state, 'cluster');
    const found = await findService(arn, cluster, client);
    if (found === undefined) return;
    const force = boolOf(state, 'force_delete') === true;
    if (found.status === 'ACTIVE' && !force && !isDaemon(state)) {
      await client.call('ecs', 'UpdateService', { cluster, service: arn, desiredCount: 0 });
    }
    await client.call('ecs', 'DeleteService', { cluster, service: arn, force });
    await waitForInactive(found, environment);
  },
};

/** A service that is ACTIVE or DRAINING; undefined when it is INACTIVE or was never there. */
export async function findService(
  nameOrArn: string | undefined,
  cluster: string | undefined,
  client: AwsClient,
): Promise<Service | undefined> {
  const output = await orAbsent(
    client.call('ecs', 'DescribeServices', {
      cluster,
      services: [nameOrArn ?? ''],
      include: ['TAGS'],
    }),
    'ClusterNotFoundException',
    'ServiceNotFoundException',
  );
  return output?.services?.find(({ status }) => status !== 'INACTIVE');
}

async function waitForInactive(
  { serviceArn, serviceName, clusterArn }: Service,
  environment: OperationEnvironment<AwsClient>,
): Promise<void> {
  await waitUntil(environment, {
    what: `ECS Service (${serviceName}) to be INACTIVE`,
    limitMinutes: drainingLimitMinutes,
    probe: async () => {
      const now = await findService(serviceArn, clusterArn, environment.client);
      if (now === undefined) return true;
      environment.progress(`${now.runningCount ?? 0} tasks still running`);
      return undefined;
    },
  });
}

/** A listener that the configuration does not make the service depend on may be made at the same time. */
function waitsForLoadBalancer({ message }: Error): boolean {
  return message.includes('does not have an associated load balancer');
}
