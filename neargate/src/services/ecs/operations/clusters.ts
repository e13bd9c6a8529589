import type {
  DeleteClusterRequest,
  DeleteClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse,
  UpdateClusterRequest,
  UpdateClusterResponse,
  UpdateClusterSettingsRequest,
  UpdateClusterSettingsResponse,
} from '@aws-sdk/client-ecs';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { strategyProblem } from '../capacity-provider-strategy.ts';
import { requireUsableProviders } from '../capacity-providers.ts';
import { clusterSettings } from '../cluster-settings.ts';
import { connectDefaults } from '../connect-namespace.ts';
import { describeCluster } from '../describe-cluster.ts';
import {
  clusterContainsServices,
  clusterContainsTasks,
  invalidNextToken,
  invalidParameter,
  resourceInUse,
} from '../errors.ts';
import { clusterArnOf, findActiveCluster, findCluster } from '../references.ts';
import { ecsTablesOf } from '../store.ts';

const everything = ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] as const;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html */
export const describeClusters = operation<DescribeClustersRequest, DescribeClustersResponse>({
  input: { clusters: { max: 100 } },
  handle(context, { clusters = ['default'], include = [] }) {
    const tables = ecsTablesOf(context);
    const response = { clusters: [], failures: [] } as Required<DescribeClustersResponse>;
    for (const arn of clusters.map((cluster) => clusterArnOf(context.caller, cluster))) {
      const row = tables.clusters.get(arn);
      if (row === undefined) response.failures?.push({ arn, reason: 'MISSING' });
      else response.clusters?.push(describeCluster(tables, row, include));
    }
    return response;
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListClusters.html */
export const listClusters = operation<ListClustersRequest, ListClustersResponse>({
  input: { maxResults: { min: 1, max: 100 } },
  handle(context, { nextToken, maxResults = 100 }) {
    const arns = [...ecsTablesOf(context).clusters.values()]
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ clusterArn }) => clusterArn);
    const page = paginate(arns, (arn) => arn, { token: nextToken, limit: maxResults }, invalidNextToken);
    return { clusterArns: page.items, nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateCluster.html */
export const updateCluster = operation<UpdateClusterRequest, UpdateClusterResponse>({
  handle(context, { cluster, settings, configuration, serviceConnectDefaults }) {
    const tables = ecsTablesOf(context);
    const changed = tables.clusters.update(findActiveCluster(context, cluster).clusterArn, (before) => ({
      ...before,
      settings: clusterSettings(settings, before.settings),
      configuration: configuration ?? before.configuration,
      serviceConnectDefaults:
        serviceConnectDefaults === undefined
          ? before.serviceConnectDefaults
          : connectDefaults(context, serviceConnectDefaults.namespace),
    }));
    return { cluster: describeCluster(tables, changed, everything) };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateClusterSettings.html */
export const updateClusterSettings = operation<UpdateClusterSettingsRequest, UpdateClusterSettingsResponse>({
  handle(context, { cluster, settings }) {
    const tables = ecsTablesOf(context);
    const changed = tables.clusters.update(findActiveCluster(context, cluster).clusterArn, (before) => ({
      ...before,
      settings: clusterSettings(settings, before.settings),
    }));
    return { cluster: describeCluster(tables, changed, everything) };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html */
export const putClusterCapacityProviders = operation<
  PutClusterCapacityProvidersRequest,
  PutClusterCapacityProvidersResponse
>({
  handle(context, { cluster, capacityProviders = [], defaultCapacityProviderStrategy = [] }) {
    const tables = ecsTablesOf(context);
    const found = findActiveCluster(context, cluster);
    const { clusterArn } = found;
    requireUsableProviders(context, found, capacityProviders);
    const problem = strategyProblem(defaultCapacityProviderStrategy, capacityProviders);
    if (problem !== undefined) throw invalidParameter(problem);
    const used = [...tables.services.values()]
      .filter((service) => service.clusterArn === clusterArn && service.status !== 'INACTIVE')
      .flatMap((service) => service.capacityProviderStrategy ?? [])
      .find(({ capacityProvider = '' }) => !capacityProviders.includes(capacityProvider));
    if (used !== undefined) {
      throw resourceInUse(
        `The specified capacity provider '${used.capacityProvider}' is in use and cannot be removed.`,
      );
    }
    const changed = tables.clusters.update(clusterArn, (before) => ({
      ...before,
      capacityProviders,
      defaultCapacityProviderStrategy,
    }));
    return { cluster: describeCluster(tables, changed, everything) };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html */
export const deleteCluster = operation<DeleteClusterRequest, DeleteClusterResponse>({
  handle(context, { cluster }) {
    const tables = ecsTablesOf(context);
    const { clusterArn } = findCluster(context, cluster);
    const inCluster = (row: { readonly clusterArn: string }) => row.clusterArn === clusterArn;
    if ([...tables.services.values()].some((service) => inCluster(service) && service.status === 'ACTIVE')) {
      throw clusterContainsServices();
    }
    const live = [...tables.tasks.values()].filter(({ observed }) => observed.lastStatus !== 'STOPPED');
    if (live.some(inCluster)) throw clusterContainsTasks();
    const deleted = tables.clusters.update(clusterArn, (before) => ({ ...before, status: 'INACTIVE' }));
    return { cluster: describeCluster(tables, deleted, everything) };
  },
});
