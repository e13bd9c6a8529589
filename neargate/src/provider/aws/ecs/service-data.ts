import type { Service } from '@aws-sdk/client-ecs';
import type { DataSource, Plain, PlainObject } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { notFoundError } from '../not-found.ts';
import { tagMap } from '../tags.ts';
import { findService } from './service.ts';
import { serviceDataSchema } from './service-data-schema.ts';
import { serviceState } from './service-state.ts';

export const serviceData: DataSource<AwsClient> = {
  schema: serviceDataSchema,
  async read(config, { client }) {
    const name = requiredText(config, 'service_name');
    const clusterArn = requiredText(config, 'cluster_arn');
    const found = await findService(name, clusterArn, client);
    if (found === undefined) throw notFoundError('ECS Service', name);
    return { ...stateOf(found), cluster_arn: clusterArn, service_name: name };
  },
};

function stateOf(service: Service): PlainObject {
  // The attributes that the resource has too have the same form there.
  const shared = serviceState({ task_definition: 'arn:' }, service);
  return {
    ...shared,
    created_at: timeText(service.createdAt),
    created_by: service.createdBy ?? null,
    deployment_configuration: deploymentConfiguration(shared),
    deployments: (service.deployments ?? []).map((deployment) => ({
      created_at: timeText(deployment.createdAt),
      desired_count: deployment.desiredCount ?? null,
      id: deployment.id ?? null,
      pending_count: deployment.pendingCount ?? null,
      running_count: deployment.runningCount ?? null,
      status: deployment.status ?? null,
      task_definition: deployment.taskDefinition ?? null,
      updated_at: timeText(deployment.updatedAt),
    })),
    events: (service.events ?? []).map((event) => ({
      created_at: timeText(event.createdAt),
      id: event.id ?? null,
      message: event.message ?? null,
    })),
    iam_role: service.roleArn ?? null,
    pending_count: service.pendingCount ?? null,
    platform_family: service.platformFamily ?? null,
    propagate_tags: service.propagateTags ?? null,
    running_count: service.runningCount ?? null,
    status: service.status ?? null,
    tags: tagMap(service.tags),
    task_sets: [],
  };
}

function deploymentConfiguration(shared: PlainObject): Plain {
  const strategy = shared['deployment_configuration'];
  const first: unknown = Array.isArray(strategy) ? strategy[0] : undefined;
  return [
    {
      ...(first as PlainObject | undefined),
      alarms: shared['alarms'] ?? null,
      deployment_circuit_breaker: shared['deployment_circuit_breaker'] ?? null,
      maximum_percent: shared['deployment_maximum_percent'] ?? null,
      minimum_healthy_percent: shared['deployment_minimum_healthy_percent'] ?? null,
    },
  ];
}
