import type {
  CapacityProviderStrategyItem,
  ContainerDefinition,
  LaunchType,
  NetworkConfiguration,
  Tag,
  TaskOverride,
} from '@aws-sdk/client-ecs';
import type { IdSource } from '../../core/ids.ts';
import { platformFamily } from './runtime-platform.ts';
import type { ClusterRow, ContainerRow, TaskDefinitionRow, TaskRow } from './store.ts';

export interface NewTaskRequest {
  readonly cluster: ClusterRow;
  readonly taskDefinition: TaskDefinitionRow;
  readonly group: string;
  readonly startedBy?: string | undefined;
  readonly serviceName?: string | undefined;
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly networkConfiguration?: NetworkConfiguration | undefined;
  readonly overrides?: TaskOverride | undefined;
  readonly enableExecuteCommand?: boolean | undefined;
  readonly tags?: readonly Tag[] | undefined;
  readonly clientToken?: string | undefined;
}

/** What `LATEST` means on Fargate for Linux. */
const latestPlatformVersion = '1.4.0';
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html */
const defaultEphemeralStorageGib = 20;

/** The row of a task that has been asked for and of which nothing runs yet: PROVISIONING, its containers PENDING. */
export function newTask(request: NewTaskRequest, nowMs: number, ids: IdSource): TaskRow {
  const { cluster, taskDefinition, overrides = {}, platformVersion } = request;
  const taskId = ids.hex(32);
  const prefix = cluster.clusterArn.slice(0, cluster.clusterArn.lastIndexOf(':cluster/'));
  const taskPath = `${cluster.clusterName}/${taskId}`;
  return {
    taskArn: `${prefix}:task/${taskPath}`,
    taskId,
    clusterArn: cluster.clusterArn,
    clusterName: cluster.clusterName,
    taskDefinitionArn: taskDefinition.taskDefinitionArn,
    group: request.group,
    startedBy: request.startedBy,
    serviceName: request.serviceName,
    launchType: request.launchType ?? 'FARGATE',
    capacityProviderName: request.capacityProviderName,
    platformVersion:
      platformVersion === undefined || platformVersion === 'LATEST' ? latestPlatformVersion : platformVersion,
    platformFamily: platformFamily(taskDefinition.runtimePlatform?.operatingSystemFamily),
    cpu: overrides.cpu ?? taskDefinition.cpu ?? '0',
    memory: overrides.memory ?? taskDefinition.memory ?? '0',
    ephemeralStorageGib:
      overrides.ephemeralStorage?.sizeInGiB ??
      taskDefinition.ephemeralStorage?.sizeInGiB ??
      defaultEphemeralStorageGib,
    networkConfiguration: request.networkConfiguration,
    overrides,
    enableExecuteCommand: request.enableExecuteCommand ?? false,
    tags: request.tags ?? [],
    clientToken: request.clientToken,
    cpuArchitecture: taskDefinition.runtimePlatform?.cpuArchitecture ?? 'X86_64',
    createdAtMs: nowMs,
    desiredStatus: 'RUNNING',
    observed: {
      lastStatus: 'PROVISIONING',
      version: 1,
      healthStatus: 'UNKNOWN',
      attachments: [],
      containers: taskDefinition.containerDefinitions.map((definition) =>
        newContainer(definition, overrides, request, `${prefix}:container/${taskPath}/${ids.uuid()}`),
      ),
    },
  };
}

function newContainer(
  definition: ContainerDefinition,
  overrides: TaskOverride,
  { enableExecuteCommand }: Pick<NewTaskRequest, 'enableExecuteCommand'>,
  containerArn: string,
): ContainerRow {
  const override = overrides.containerOverrides?.find(({ name }) => name === definition.name);
  const memory = override?.memory ?? definition.memory;
  const memoryReservation = override?.memoryReservation ?? definition.memoryReservation;
  return {
    containerArn,
    name: definition.name ?? '',
    image: definition.image ?? '',
    lastStatus: 'PENDING',
    healthStatus: 'UNKNOWN',
    cpu: String(override?.cpu ?? definition.cpu ?? 0),
    memory: memory === undefined ? undefined : String(memory),
    memoryReservation: memoryReservation === undefined ? undefined : String(memoryReservation),
    ...(enableExecuteCommand === true
      ? { managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: 'PENDING' }] }
      : {}),
  };
}

/**
 * The capacity provider of the next task, given how many tasks each provider of the strategy has: bases first, then in
 * proportion to the weights.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 */
export function chooseCapacityProvider(
  strategy: readonly CapacityProviderStrategyItem[],
  runningByProvider: ReadonlyMap<string, number>,
): string | undefined {
  const running = (item: CapacityProviderStrategyItem) =>
    runningByProvider.get(item.capacityProvider ?? '') ?? 0;
  const belowBase = strategy.find((item) => running(item) < (item.base ?? 0));
  if (belowBase !== undefined) return belowBase.capacityProvider;
  const load = (item: CapacityProviderStrategyItem) =>
    (running(item) - (item.base ?? 0) + 1) / (item.weight ?? 0);
  return strategy
    .filter((item) => (item.weight ?? 0) > 0)
    .toSorted((left, right) => load(left) - load(right))[0]?.capacityProvider;
}
