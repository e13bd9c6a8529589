import type { Cluster, ClusterField } from '@aws-sdk/client-ecs';
import type { ClusterRow, EcsTables } from './store.ts';

/** A cluster as DescribeClusters shows it; settings, configurations and tags only when `include` names them. */
export function describeCluster(
  tables: EcsTables,
  cluster: ClusterRow,
  include: readonly ClusterField[] = [],
): Cluster {
  const tasks = [...tables.tasks.values()].filter(({ clusterArn }) => clusterArn === cluster.clusterArn);
  const services = [...tables.services.values()].filter(
    ({ clusterArn, status }) => clusterArn === cluster.clusterArn && status !== 'INACTIVE',
  );
  const countOf = (status: string) => tasks.filter(({ observed }) => observed.lastStatus === status).length;
  return {
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: countOf('RUNNING'),
    pendingTasksCount: countOf('PENDING'),
    activeServicesCount: services.length,
    statistics: [],
    tags: include.includes('TAGS') ? [...cluster.tags] : [],
    settings: include.includes('SETTINGS') ? [...cluster.settings] : [],
    configuration: include.includes('CONFIGURATIONS') ? cluster.configuration : undefined,
    capacityProviders: [...cluster.capacityProviders],
    defaultCapacityProviderStrategy: [...cluster.defaultCapacityProviderStrategy],
    serviceConnectDefaults: cluster.serviceConnectDefaults,
  };
}
