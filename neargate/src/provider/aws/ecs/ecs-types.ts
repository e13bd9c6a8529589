import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { capacityProvider } from './capacity-provider.ts';
import { cluster } from './cluster.ts';
import { clusterCapacityProviders } from './cluster-capacity-providers.ts';
import { clusterData } from './cluster-data.ts';
import { service } from './service.ts';
import { serviceData } from './service-data.ts';
import { taskDefinition } from './task-definition.ts';
import { taskDefinitionData } from './task-definition-data.ts';

export const ecsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_ecs_capacity_provider: capacityProvider,
  aws_ecs_cluster: cluster,
  aws_ecs_cluster_capacity_providers: clusterCapacityProviders,
  aws_ecs_service: service,
  aws_ecs_task_definition: taskDefinition,
};

export const ecsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_ecs_cluster: clusterData,
  aws_ecs_service: serviceData,
  aws_ecs_task_definition: taskDefinitionData,
};
