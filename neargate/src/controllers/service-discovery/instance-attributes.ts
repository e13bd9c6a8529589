import type { ServiceRegistry } from '@aws-sdk/client-ecs';
import type { TaskDefinitionRow, TaskRow } from '../../services/ecs/store.ts';
import type { DiscoveryServiceRow } from '../../services/servicediscovery/store.ts';
import { privateAddress } from '../ecs-task/task-changes.ts';

/**
 * What ECS says of a task to Cloud Map, or undefined while the task has no address. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
 * A task with container health checks begins UNHEALTHY and one without HEALTHY (observed, not documented).
 */
export function instanceAttributes(
  task: TaskRow,
  definition: TaskDefinitionRow | undefined,
  service: Pick<DiscoveryServiceRow, 'hasCustomHealth'>,
  registry: ServiceRegistry,
  region: string,
): Readonly<Record<string, string>> | undefined {
  const address = privateAddress(task);
  if (address === undefined) return undefined;
  const port = registry.port ?? registry.containerPort;
  const isChecked = definition?.containerDefinitions.some(
    ({ healthCheck }) => healthCheck !== undefined && healthCheck.command?.[0] !== 'NONE',
  );
  return {
    ...(service.hasCustomHealth
      ? { AWS_INIT_HEALTH_STATUS: isChecked === true ? 'UNHEALTHY' : 'HEALTHY' }
      : {}),
    AWS_INSTANCE_IPV4: address,
    ...(port === undefined ? {} : { AWS_INSTANCE_PORT: String(port) }),
    ...(task.observed.availabilityZone === undefined
      ? {}
      : { AVAILABILITY_ZONE: task.observed.availabilityZone }),
    REGION: region,
    ECS_SERVICE_NAME: task.serviceName ?? '',
    ECS_CLUSTER_NAME: task.clusterName,
    ECS_TASK_DEFINITION_FAMILY: definition?.family ?? '',
  };
}
