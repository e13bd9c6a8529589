import type {
  CapacityProviderStrategyItem,
  CreateCapacityProviderRequest,
  CreateCapacityProviderResponse,
  DeleteCapacityProviderRequest,
  DeleteCapacityProviderResponse,
  UpdateCapacityProviderRequest,
  UpdateCapacityProviderResponse,
} from '@aws-sdk/client-ecs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { autoScalingGroupProvider } from '../auto-scaling-group-provider.ts';
import { describeCapacityProvider, findCapacityProvider } from '../capacity-providers.ts';
import { clientException, invalidParameter } from '../errors.ts';
import { ecsArn, findActiveCluster, findCluster } from '../references.ts';
import { type CapacityProviderRow, ecsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html */
export const createCapacityProvider = operation<
  CreateCapacityProviderRequest,
  CreateCapacityProviderResponse
>({
  handle(context, input) {
    const { name = '' } = input;
    requireName(name);
    const { capacityProviders } = ecsTablesOf(context);
    const capacityProviderArn = ecsArn(context.caller, `capacity-provider/${name}`);
    if (capacityProviders.get(capacityProviderArn)?.status === 'ACTIVE') {
      throw clientException(
        'The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.',
      );
    }
    const row: CapacityProviderRow = {
      capacityProviderArn,
      name,
      status: 'ACTIVE',
      tags: input.tags ?? [],
      ...providerOf(context, input),
    };
    capacityProviders.put(capacityProviderArn, row);
    setAssociated(context, row, true);
    return { capacityProvider: describeCapacityProvider(row, true) };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateCapacityProvider.html */
export const updateCapacityProvider = operation<
  UpdateCapacityProviderRequest,
  UpdateCapacityProviderResponse
>({
  handle(context, input) {
    const before = findCapacityProvider(context, input.name ?? '');
    requireItsCluster(context, before, input.cluster);
    const changed = ecsTablesOf(context).capacityProviders.update(before.capacityProviderArn, (row) => ({
      ...row,
      ...changesOf(row, input),
      updateStatus: 'UPDATE_COMPLETE',
    }));
    return { capacityProvider: describeCapacityProvider(changed, true) };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCapacityProvider.html */
export const deleteCapacityProvider = operation<
  DeleteCapacityProviderRequest,
  DeleteCapacityProviderResponse
>({
  handle(context, input) {
    const row = findCapacityProvider(context, input.capacityProvider ?? '');
    requireItsCluster(context, row, input.cluster);
    requireUnused(context, row);
    setAssociated(context, row, false);
    const deleted = ecsTablesOf(context).capacityProviders.update(row.capacityProviderArn, (before) => ({
      ...before,
      status: 'INACTIVE',
      updateStatus: 'DELETE_COMPLETE',
    }));
    return { capacityProvider: describeCapacityProvider(deleted, true) };
  },
});

function requireName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,255}$/.test(name) && !/^(?:aws|ecs|fargate)/i.test(name)) return;
  throw clientException(
    'The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with "aws", "ecs", or "fargate". Specify a valid name and try again.',
  );
}

/** What is provided: the instances of an Auto Scaling group, or instances that ECS manages in one cluster. */
function providerOf(
  context: OperationContext,
  input: CreateCapacityProviderRequest,
): Pick<
  CapacityProviderRow,
  'type' | 'clusterName' | 'autoScalingGroupProvider' | 'managedInstancesProvider' | 'updateStatus'
> {
  const { autoScalingGroupProvider: group, managedInstancesProvider: managed } = input;
  if ((group === undefined) === (managed === undefined)) {
    throw invalidParameter(
      'Specify either an Auto Scaling group provider or a managed instances provider, and not both.',
    );
  }
  if (group !== undefined) {
    if (input.cluster !== undefined) {
      throw invalidParameter('A cluster can only be specified for a managed instances provider.');
    }
    const provider = autoScalingGroupProvider(group);
    requireFreeGroup(context, provider.autoScalingGroupArn ?? '');
    return { type: 'EC2_AUTOSCALING', autoScalingGroupProvider: provider };
  }
  if (input.cluster === undefined) {
    throw invalidParameter('A cluster must be specified for a managed instances provider.');
  }
  const template = managed?.instanceLaunchTemplate;
  return {
    type: 'MANAGED_INSTANCES',
    clusterName: findActiveCluster(context, input.cluster).clusterName,
    managedInstancesProvider: {
      ...managed,
      instanceLaunchTemplate: template && { capacityOptionType: 'ON_DEMAND', ...template },
    },
    updateStatus: 'CREATE_COMPLETE',
  };
}

function requireFreeGroup(context: OperationContext, group: string): void {
  for (const row of ecsTablesOf(context).capacityProviders.values()) {
    if (row.status !== 'ACTIVE' || row.autoScalingGroupProvider?.autoScalingGroupArn !== group) continue;
    throw clientException(
      'The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again.',
    );
  }
}

function changesOf(
  row: CapacityProviderRow,
  { autoScalingGroupProvider: group, managedInstancesProvider: managed }: UpdateCapacityProviderRequest,
): Partial<CapacityProviderRow> {
  const { autoScalingGroupProvider: groupBefore, managedInstancesProvider: managedBefore } = row;
  if (groupBefore !== undefined && group !== undefined && managed === undefined) {
    const { autoScalingGroupArn } = groupBefore;
    return {
      autoScalingGroupProvider: autoScalingGroupProvider({ ...group, autoScalingGroupArn }, groupBefore),
    };
  }
  const templateBefore = managedBefore?.instanceLaunchTemplate;
  if (templateBefore !== undefined && managed !== undefined && group === undefined) {
    return {
      managedInstancesProvider: {
        ...managedBefore,
        ...managed,
        instanceLaunchTemplate: {
          ...templateBefore,
          ...managed.instanceLaunchTemplate,
        } as typeof templateBefore,
      },
    };
  }
  throw invalidParameter(
    `Specify the settings of the capacity provider's own type, which is ${row.type}, to update it.`,
  );
}

/** Managed instances are changed inside of their cluster; a call that names none means it. */
function requireItsCluster(
  context: OperationContext,
  row: CapacityProviderRow,
  cluster: string | undefined,
): void {
  if (cluster === undefined || findActiveCluster(context, cluster).clusterName === row.clusterName) return;
  throw clientException(
    'The specified capacity provider does not exist. Specify a valid name or ARN and try again.',
  );
}

/** What runs on it has to let go of it first; managed instances leave their cluster with their provider. */
function requireUnused(context: OperationContext, { name, type }: CapacityProviderRow): void {
  const { clusters, services } = ecsTablesOf(context);
  const isIt = ({ capacityProvider }: CapacityProviderStrategyItem) => capacityProvider === name;
  for (const { status, capacityProviderStrategy = [] } of services.values()) {
    if (status === 'INACTIVE' || !capacityProviderStrategy.some(isIt)) continue;
    throw clientException(
      'The capacity provider cannot be deleted because it is associated with a service. Remove the capacity provider from the service and try again.',
    );
  }
  for (const { status, clusterName, ...cluster } of clusters.values()) {
    const isAssociated =
      type === 'MANAGED_INSTANCES'
        ? cluster.defaultCapacityProviderStrategy.some(isIt)
        : cluster.capacityProviders.includes(name);
    if (status === 'INACTIVE' || !isAssociated) continue;
    throw clientException(
      `The capacity provider cannot be deleted because it is associated with cluster: ${clusterName}. Remove the capacity provider from the cluster and try again.`,
    );
  }
}

function setAssociated(
  context: OperationContext,
  { name, clusterName }: CapacityProviderRow,
  isAssociated: boolean,
): void {
  if (clusterName === undefined) return;
  const { clusters } = ecsTablesOf(context);
  const { clusterArn } = findCluster(context, clusterName);
  clusters.update(clusterArn, (cluster) => {
    const others = cluster.capacityProviders.filter((each) => each !== name);
    return { ...cluster, capacityProviders: isAssociated ? [...others, name] : others };
  });
}
