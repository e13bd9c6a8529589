import type {
  NetworkConfiguration,
  RunTaskRequest,
  RunTaskResponse,
  Tag,
  TaskOverride,
} from '@aws-sdk/client-ecs';
import { type OperationContext, regionalScope } from '../../context.ts';
import { zonesInService } from '../../faults/network-faults.ts';
import { ec2TablesOf } from '../../ec2/store.ts';
import { operation } from '../../operation.ts';
import { strategyProblem } from '../capacity-provider-strategy.ts';
import { describeTask } from '../describe-task.ts';
import { clientException, invalidParameter, taskDefinitionNotFoundForUse } from '../errors.ts';
import { chooseCapacityProvider, newTask } from '../new-task.ts';
import { findActiveCluster, findTaskDefinition } from '../references.ts';
import { saveTask } from '../save-task.ts';
import { launchOf } from '../service-defaults.ts';
import { requireActive, requireLaunchType, requireNetwork } from '../service-validation.ts';
import type { TaskDefinitionRow } from '../store.ts';
import { isFargateSize, parseCpuUnits, parseMemoryMib } from '../task-size.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html */
const maxOverrideCharacters = 8192;
/** RunTask's failure when no zone of the subnets takes tasks. */
const noCapacity =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/** Writes the tasks as PROVISIONING; the task controller runs them. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
export const runTask = operation<RunTaskRequest, RunTaskResponse>({
  input: {
    taskDefinition: { required: true },
    launchType: { enum: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'] },
    propagateTags: { enum: ['TASK_DEFINITION', 'SERVICE', 'NONE'] },
  },
  handle(context, input) {
    const { count = 1, launchType, capacityProviderStrategy = [] } = input;
    if (count < 1 || count > 10)
      throw invalidParameter('The number of tasks to run must be between 1 and 10.');
    const cluster = findActiveCluster(context, input.cluster);
    const definition = findTaskDefinition(context, input.taskDefinition ?? '', taskDefinitionNotFoundForUse);
    requireActive(definition);
    if (launchType !== undefined && capacityProviderStrategy.length > 0) {
      throw invalidParameter(
        'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
      );
    }
    const problem = strategyProblem(capacityProviderStrategy, cluster.capacityProviders);
    if (problem !== undefined) throw invalidParameter(problem);
    const launch = launchOf(input, cluster);
    if (launch.launchType === 'EC2' || launch.launchType === 'EXTERNAL') {
      throw invalidParameter('No Container Instances were found in your cluster.');
    }
    requireLaunchType(definition, 'FARGATE');
    requireNetwork(context, definition, input.networkConfiguration);
    requireOverrides(definition, input.overrides);
    const networkConfiguration = withZonesInService(context, input.networkConfiguration);
    if (networkConfiguration === undefined)
      return { tasks: [], failures: Array.from({ length: count }, () => ({ reason: noCapacity })) };
    const perProvider = new Map<string, number>();
    const tasks = Array.from({ length: count }, () => {
      const provider = chooseCapacityProvider(launch.capacityProviderStrategy ?? [], perProvider);
      if (provider !== undefined) perProvider.set(provider, (perProvider.get(provider) ?? 0) + 1);
      const task = newTask(
        {
          cluster,
          taskDefinition: definition,
          group: input.group ?? `family:${definition.family}`,
          startedBy: input.startedBy,
          launchType: 'FARGATE',
          capacityProviderName: provider,
          platformVersion: input.platformVersion,
          networkConfiguration,
          overrides: input.overrides,
          enableExecuteCommand: input.enableExecuteCommand,
          tags: taskTags(input, definition, cluster.clusterName),
        },
        context.clock.now(),
        context.ids,
      );
      saveTask(context, regionalScope(context.caller), task);
      return describeTask(task, { includeTags: true });
    });
    return { tasks, failures: [] };
  },
});

/** The network configuration with the subnets in which something can run; undefined when there is none of them. */
function withZonesInService(
  context: OperationContext,
  given: NetworkConfiguration | undefined,
): NetworkConfiguration | undefined {
  const { awsvpcConfiguration } = given ?? {};
  if (awsvpcConfiguration === undefined) return given;
  const zones = zonesInService(context.store, regionalScope(context.caller));
  const { subnets: rows } = ec2TablesOf(context);
  const subnets = (awsvpcConfiguration.subnets ?? []).filter((id) =>
    zones.has(rows.get(id)?.availabilityZone ?? ''),
  );
  return subnets.length === 0 ? undefined : { awsvpcConfiguration: { ...awsvpcConfiguration, subnets } };
}

function taskTags(input: RunTaskRequest, definition: TaskDefinitionRow, clusterName: string): Tag[] {
  const propagated = input.propagateTags === 'TASK_DEFINITION' ? definition.tags : [];
  const managed =
    input.enableECSManagedTags === true ? [{ key: 'aws:ecs:clusterName', value: clusterName }] : [];
  return [...managed, ...propagated, ...(input.tags ?? [])];
}

function requireOverrides(definition: TaskDefinitionRow, overrides: TaskOverride | undefined): void {
  if (overrides === undefined) return;
  if (JSON.stringify(overrides).length > maxOverrideCharacters) {
    throw invalidParameter(`Overrides length must be at most ${maxOverrideCharacters}.`);
  }
  const names = new Set(definition.containerDefinitions.map(({ name }) => name));
  const unknown = overrides.containerOverrides?.find(({ name }) => !names.has(name));
  if (unknown !== undefined) {
    throw invalidParameter(
      `Override for container named ${unknown.name} is not a container in the TaskDefinition.`,
    );
  }
  if (overrides.cpu === undefined && overrides.memory === undefined) return;
  const cpu = overrides.cpu ?? definition.cpu ?? '';
  const memory = overrides.memory ?? definition.memory ?? '';
  const cpuUnits = parseCpuUnits(cpu);
  const memoryMib = parseMemoryMib(memory);
  if (cpuUnits === undefined || memoryMib === undefined || !isFargateSize(cpuUnits, memoryMib)) {
    throw clientException(
      `No Fargate configuration exists for given values: ${cpuUnits ?? cpu} CPU, ${memoryMib ?? memory} memory. See the Amazon ECS documentation for the valid values.`,
    );
  }
}
