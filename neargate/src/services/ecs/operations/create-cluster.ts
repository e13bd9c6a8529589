import type { CreateClusterRequest, CreateClusterResponse } from '@aws-sdk/client-ecs';
import { operation } from '../../operation.ts';
import { strategyProblem } from '../capacity-provider-strategy.ts';
import { requireUsableProviders } from '../capacity-providers.ts';
import { clusterSettings } from '../cluster-settings.ts';
import { connectDefaults } from '../connect-namespace.ts';
import { describeCluster } from '../describe-cluster.ts';
import { invalidParameter } from '../errors.ts';
import { clusterArnOf } from '../references.ts';
import { type ClusterRow, ecsTablesOf } from '../store.ts';

/** Idempotent by name. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html */
export const createCluster = operation<CreateClusterRequest, CreateClusterResponse>({
  handle(context, input) {
    const { clusterName = 'default', capacityProviders = [], defaultCapacityProviderStrategy = [] } = input;
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(clusterName)) {
      throw invalidParameter(
        'Cluster name must contain 1 to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores.',
      );
    }
    const tables = ecsTablesOf(context);
    const clusterArn = clusterArnOf(context.caller, clusterName);
    const existing = tables.clusters.get(clusterArn);
    if (existing?.status === 'ACTIVE') {
      return { cluster: describeCluster(tables, existing, ['SETTINGS', 'TAGS', 'CONFIGURATIONS']) };
    }
    requireUsableProviders(context, { clusterName }, capacityProviders);
    const problem = strategyProblem(defaultCapacityProviderStrategy, capacityProviders);
    if (problem !== undefined) throw invalidParameter(problem);
    const row: ClusterRow = {
      clusterArn,
      clusterName,
      status: 'ACTIVE',
      settings: clusterSettings(input.settings),
      configuration: input.configuration,
      serviceConnectDefaults: connectDefaults(context, input.serviceConnectDefaults?.namespace),
      capacityProviders,
      defaultCapacityProviderStrategy,
      tags: input.tags ?? [],
      createdAtMs: context.clock.now(),
    };
    tables.clusters.put(clusterArn, row);
    return { cluster: describeCluster(tables, row, ['SETTINGS', 'TAGS', 'CONFIGURATIONS']) };
  },
});
