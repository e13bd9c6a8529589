import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ContainerSpec } from '../../drivers/task/driver.ts';
import { saveTask } from '../../services/ecs/save-task.ts';
import { ecsTables, type TaskDefinitionRow, type TaskRow } from '../../services/ecs/store.ts';
import { type PulledImage, type TaskEnvironment, TaskStartError } from './environment.ts';
import type { RunningContainers } from './running-containers.ts';
import { type ContainerProgress, containerReadiness } from './start-order.ts';
import { networkInterfaceId, withContainer, withStatus } from './task-changes.ts';

/** PENDING: roles, secrets, log groups and images are resolved before any container starts, as Fargate does. */
export async function prepare(
  environment: TaskEnvironment,
  scope: string,
  task: TaskRow,
  signal: AbortSignal,
): Promise<void> {
  const definition = definitionOf(environment, scope, task);
  environment.assumeRoles(scope, definition);
  for (const container of definition.containerDefinitions) environment.resolveSecrets(scope, container);
  const pullStartedAtMs = environment.clock.now();
  const digests = new Map<string, string>();
  for (const container of definition.containerDefinitions) {
    const image = await environment.pullImage(scope, container.image ?? '');
    digests.set(container.name ?? '', image.digest);
  }
  signal.throwIfAborted();
  for (const container of definition.containerDefinitions) {
    environment.openLogStream(scope, task, container)?.close();
  }
  update(environment, scope, task, (row) => {
    const withDigests = [...digests].reduce(
      (changed, [name, imageDigest]) => withContainer(changed, name, { imageDigest }),
      row,
    );
    return withStatus(withDigests, 'ACTIVATING', {
      pullStartedAtMs,
      pullStoppedAtMs: environment.clock.now(),
    });
  });
}

/**
 * ACTIVATING: starts every container whose dependencies allow it. Resolves to true once all that must run do; a later
 * exit or health change of a dependency brings the task back here.
 */
export async function startContainers(
  environment: TaskEnvironment,
  running: RunningContainers,
  scope: string,
  task: TaskRow,
): Promise<boolean> {
  const definition = definitionOf(environment, scope, task);
  let allStarted = true;
  for (;;) {
    const progress = progressOf(environment, running, scope, task);
    const next = definition.containerDefinitions.find(
      (container) =>
        progress.get(container.name ?? '')?.started === false &&
        containerReadiness(container, progress).kind === 'ready',
    );
    if (next === undefined) {
      for (const container of definition.containerDefinitions) {
        if (progress.get(container.name ?? '')?.started !== false) continue;
        const readiness = containerReadiness(container, progress);
        if (readiness.kind === 'never') {
          throw new TaskStartError(`Container ${container.name} cannot start: ${readiness.reason}.`);
        }
        allStarted = false;
      }
      return allStarted;
    }
    await startContainer(environment, running, scope, task, definition, next);
  }
}

async function startContainer(
  environment: TaskEnvironment,
  running: RunningContainers,
  scope: string,
  task: TaskRow,
  definition: TaskDefinitionRow,
  container: ContainerDefinition,
): Promise<void> {
  const name = container.name ?? '';
  const image = await environment.pullImage(scope, container.image ?? '');
  const logStream = environment.openLogStream(scope, task, container);
  const spec = await containerSpec(environment, scope, task, definition, container, image, (line) =>
    logStream?.write(line),
  );
  await running.start(task.taskArn, spec, () => logStream?.close());
  update(environment, scope, task, (row) =>
    withContainer(row, name, {
      lastStatus: 'RUNNING',
      imageDigest: image.digest,
      runtimeId: `${task.taskId}-${environment.ids.digits(10)}`,
    }),
  );
}

async function containerSpec(
  environment: TaskEnvironment,
  scope: string,
  task: TaskRow,
  definition: TaskDefinitionRow,
  container: ContainerDefinition,
  image: PulledImage,
  onLine: (line: string) => void,
): Promise<ContainerSpec> {
  const interfaceId = networkInterfaceId(task);
  if (interfaceId === undefined) throw new TaskStartError('The task has no network interface.');
  const override = task.overrides.containerOverrides?.find(({ name }) => name === container.name);
  const containerPorts = (container.portMappings ?? []).flatMap(({ containerPort }) => containerPort ?? []);
  const command = override?.command ?? container.command;
  const variables = [...(container.environment ?? []), ...(override?.environment ?? [])];
  const cpuUnits = Number(container.cpu) || Number(task.cpu);
  const memoryMib = container.memory ?? Number(task.memory);
  return {
    taskArn: task.taskArn,
    containerName: container.name ?? '',
    image,
    ...(container.entryPoint === undefined || container.entryPoint.length === 0
      ? {}
      : { entryPoint: container.entryPoint }),
    ...(command === undefined || command.length === 0 ? {} : { command }),
    environment: {
      ...environment.standardVariables(task, definition),
      ...Object.fromEntries(variables.map(({ name = '', value = '' }) => [name, value])),
      ...environment.resolveSecrets(scope, container),
    },
    ...(container.workingDirectory === undefined ? {} : { workingDirectory: container.workingDirectory }),
    ...(container.user === undefined ? {} : { user: container.user }),
    address: await environment.addressOf(scope, interfaceId, containerPorts),
    containerPorts,
    hostsFile: environment.hostsFile,
    limits: { ...(cpuUnits > 0 ? { cpuUnits } : {}), ...(memoryMib > 0 ? { memoryMib } : {}) },
    tmpDir: environment.containerDirectory(task, container.name ?? ''),
    onOutput: (_stream, line) => onLine(line),
  };
}

function progressOf(
  environment: TaskEnvironment,
  running: RunningContainers,
  scope: string,
  task: TaskRow,
): ReadonlyMap<string, ContainerProgress> {
  const row = ecsTables(environment.store, scope).tasks.get(task.taskArn) ?? task;
  return new Map(
    row.observed.containers.map((container) => [
      container.name,
      {
        name: container.name,
        started: running.has(task.taskArn, container.name),
        exited: container.lastStatus === 'STOPPED',
        exitCode: container.exitCode,
        healthStatus: container.healthStatus,
      },
    ]),
  );
}

function definitionOf(environment: TaskEnvironment, scope: string, task: TaskRow): TaskDefinitionRow {
  const definition = ecsTables(environment.store, scope).taskDefinitions.get(task.taskDefinitionArn);
  if (definition === undefined)
    throw new TaskStartError(`Task definition ${task.taskDefinitionArn} does not exist.`);
  return definition;
}

function update(
  environment: TaskEnvironment,
  scope: string,
  task: TaskRow,
  change: (row: TaskRow) => TaskRow,
): void {
  const { tasks } = ecsTables(environment.store, scope);
  const row = tasks.get(task.taskArn);
  if (row !== undefined && row.desiredStatus === 'RUNNING') saveTask(environment, scope, change(row));
}
