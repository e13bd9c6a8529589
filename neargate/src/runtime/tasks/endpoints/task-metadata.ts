import type { HealthState } from '../../../controllers/ecs-task/health/health-state.ts';
import type { TaskDefinitionRow, TaskRow } from '../../../services/ecs/store.ts';
import { containerMetadata, isoTime } from './container-metadata.ts';

export interface TaskFacts {
  readonly scope: string;
  readonly task: TaskRow;
  readonly definition: TaskDefinitionRow;
  readonly subnetCidrBlock: string | undefined;
  readonly vpcId: string | undefined;
  readonly healthOf: (containerName: string) => HealthState | undefined;
}

/**
 * What the task metadata endpoint version 4 says of a task. Members that are not known here (ClockDrift,
 * EphemeralStorageMetrics) are left out.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html
 */
export function taskMetadata(
  facts: TaskFacts,
  options: { readonly withTags: boolean },
): Readonly<Record<string, unknown>> {
  const { task, definition, vpcId } = facts;
  const { observed } = task;
  return {
    Cluster: task.clusterArn,
    TaskARN: task.taskArn,
    Family: definition.family,
    Revision: String(definition.revision),
    ServiceName: task.serviceName,
    DesiredStatus: task.desiredStatus,
    KnownStatus: observed.lastStatus,
    // vCPUs and MiB.
    Limits: { CPU: Number(task.cpu) / 1024, Memory: Number(task.memory) },
    PullStartedAt: isoTime(observed.pullStartedAtMs),
    PullStoppedAt: isoTime(observed.pullStoppedAtMs),
    ExecutionStoppedAt: isoTime(observed.executionStoppedAtMs),
    AvailabilityZone: observed.availabilityZone,
    LaunchType: task.launchType,
    VPCID: vpcId,
    TaskTags: options.withTags
      ? Object.fromEntries(task.tags.map(({ key = '', value = '' }) => [key, value]))
      : undefined,
    Containers: observed.containers
      .filter(({ runtimeId }) => runtimeId !== undefined)
      .map((container) => containerMetadata({ ...facts, container, health: facts.healthOf(container.name) })),
    FaultInjectionEnabled: definition.enableFaultInjection ?? false,
  };
}
