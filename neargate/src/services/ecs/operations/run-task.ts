import type { RunTaskRequest, RunTaskResponse, Tag } from '@aws-sdk/client-ecs';
import { type OperationContext, regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { missingInstances, strategyProblem } from '../capacity-provider-strategy.ts';
import { describeTask } from '../describe-task.ts';
import { invalidParameter, taskDefinitionNotFoundForUse } from '../errors.ts';
import { capacityUnavailable, placements } from '../fargate-placement.ts';
import { chooseCapacityProvider, newTask } from '../new-task.ts';
import { findActiveCluster, findTaskDefinition } from '../references.ts';
import {
  requireOverrides,
  requirePlacement,
  requirePlatformVersion,
  requireRoleForExec,
} from '../run-task-validation.ts';
import { saveTask } from '../save-task.ts';
import { launchOf } from '../service-defaults.ts';
import { requireActive, requireLaunchType, requireNetwork } from '../service-validation.ts';
import { type ClusterRow, ecsTablesOf, type TaskDefinitionRow } from '../store.ts';

/** Writes the tasks as PROVISIONING; the task controller runs them. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
export const runTask = operation<RunTaskRequest, RunTaskResponse>({
  handle(context, input) {
    requirePlacement(input);
    const cluster = findActiveCluster(context, input.cluster);
    const definition = findTaskDefinition(context, input.taskDefinition ?? '', taskDefinitionNotFoundForUse);
    requireActive(definition);
    const problem = strategyProblem(input.capacityProviderStrategy ?? [], cluster.capacityProviders);
    if (problem !== undefined) throw invalidParameter(problem);
    const missing = missingInstances(launchOf(input, cluster));
    if (missing !== undefined) throw invalidParameter(missing);
    requireLaunchType(definition, 'FARGATE');
    requirePlatformVersion(input.platformVersion);
    requireNetwork(context, definition, input.networkConfiguration);
    requireOverrides(definition, input.overrides);
    const taskRoleArn = input.overrides?.taskRoleArn ?? definition.taskRoleArn;
    requireRoleForExec({ taskRoleArn }, input.enableExecuteCommand, "The task couldn't be run");
    const earlier = tasksOfToken(context, cluster, input.clientToken);
    const tasks = earlier.length > 0 ? earlier : startTasks(context, input, cluster, definition);
    return {
      tasks: tasks.map((task) => describeTask(task, { includeTags: true })),
      failures: Array.from({ length: (input.count ?? 1) - tasks.length }, () => ({
        reason: capacityUnavailable,
      })),
    };
  },
});

/** A request that is repeated with its token starts nothing. */
function tasksOfToken(
  context: OperationContext,
  { clusterArn }: ClusterRow,
  clientToken: string | undefined,
) {
  if (clientToken === undefined) return [];
  return [...ecsTablesOf(context).tasks.values()].filter(
    (task) => task.clusterArn === clusterArn && task.clientToken === clientToken,
  );
}

function startTasks(
  context: OperationContext,
  input: RunTaskRequest,
  cluster: ClusterRow,
  definition: TaskDefinitionRow,
) {
  const { capacityProviderStrategy = [] } = launchOf(input, cluster);
  const perProvider = new Map<string, number>();
  return placements(context, input.networkConfiguration, input.count ?? 1).map((networkConfiguration) => {
    const provider = chooseCapacityProvider(capacityProviderStrategy, perProvider);
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
        clientToken: input.clientToken,
      },
      context.clock.now(),
      context.ids,
    );
    saveTask(context, regionalScope(context.caller), task);
    return task;
  });
}

/** Tags of the request win over those of the definition. */
function taskTags(input: RunTaskRequest, definition: TaskDefinitionRow, clusterName: string): Tag[] {
  const { tags = [], propagateTags, enableECSManagedTags } = input;
  const given = new Set(tags.map(({ key }) => key));
  const propagated = propagateTags === 'TASK_DEFINITION' ? definition.tags : [];
  const managed = enableECSManagedTags === true ? [{ key: 'aws:ecs:clusterName', value: clusterName }] : [];
  return [...managed, ...propagated.filter(({ key }) => !given.has(key)), ...tags];
}
