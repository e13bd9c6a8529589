import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ContainerSpec, VolumeMount } from '../../drivers/task/driver.ts';
import type { TaskDefinitionRow, TaskRow } from '../../services/ecs/store.ts';
import { type PulledImage, type TaskEnvironment, TaskStartError } from './environment.ts';
import type { ResolvedVariables } from './resolved-variables.ts';
import { networkInterfaceId } from './task-changes.ts';
import { mountedVolumes } from './task-volumes.ts';

/** One container of a task with everything resolved, as the driver runs it. `definition` has the overrides applied. */
export async function containerSpec(
  environment: TaskEnvironment,
  scope: string,
  task: TaskRow,
  definition: TaskDefinitionRow,
  container: ContainerDefinition,
  image: PulledImage,
  running: {
    readonly runtimeId: string;
    readonly onLine: (line: string) => void;
    readonly variables: ResolvedVariables;
  },
): Promise<ContainerSpec> {
  const interfaceId = networkInterfaceId(task);
  if (interfaceId === undefined) throw new TaskStartError('The task has no network interface.');
  const { entryPoint, command, workingDirectory, user, portMappings = [], linuxParameters } = container;
  const containerPorts = portMappings.flatMap(({ containerPort }) => containerPort ?? []);
  return {
    taskArn: task.taskArn,
    containerName: container.name ?? '',
    image,
    ...(entryPoint === undefined || entryPoint.length === 0 ? {} : { entryPoint }),
    ...(command === undefined || command.length === 0 ? {} : { command }),
    environment: variablesOf(
      environment,
      task,
      container,
      running.variables.of(scope, task.taskArn, container),
    ),
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    ...(user === undefined ? {} : { user }),
    address: await environment.addressOf(scope, interfaceId, containerPorts),
    containerPorts,
    hostsFile: environment.hostsFileOf(task),
    ownNames: environment.endpointsOf(task, definition, running.runtimeId),
    limits: limits(task, container),
    ulimits: (container.ulimits ?? []).map(({ name = 'nofile', softLimit = 0, hardLimit = 0 }) => ({
      name,
      softLimit,
      hardLimit,
    })),
    readOnlyRoot: container.readonlyRootFilesystem === true,
    volumes: await openVolumes(environment, task, definition, container, image),
    tmpDir: environment.containerDirectory(task, container.name ?? ''),
    hasInit: linuxParameters?.initProcessEnabled === true,
    onOutput: (_stream, line) => running.onLine(line),
  };
}

/** Later ones win: ECS's own, those of files, those of the definition and of RunTask, secrets. */
function variablesOf(
  environment: TaskEnvironment,
  task: TaskRow,
  container: ContainerDefinition,
  { files, secrets }: ReturnType<ResolvedVariables['of']>,
): Readonly<Record<string, string>> {
  return {
    ...environment.standardVariables(task),
    ...files,
    ...Object.fromEntries((container.environment ?? []).map(({ name = '', value = '' }) => [name, value])),
    ...secrets,
  };
}

function limits(task: TaskRow, { cpu, memory }: ContainerDefinition): ContainerSpec['limits'] {
  const cpuUnits = Number(cpu) || Number(task.cpu);
  const memoryMib = memory ?? Number(task.memory);
  return { ...(cpuUnits > 0 ? { cpuUnits } : {}), ...(memoryMib > 0 ? { memoryMib } : {}) };
}

async function openVolumes(
  environment: TaskEnvironment,
  task: TaskRow,
  definition: TaskDefinitionRow,
  container: ContainerDefinition,
  image: PulledImage,
): Promise<readonly VolumeMount[]> {
  const opened: VolumeMount[] = [];
  const mounted = mountedVolumes(definition.volumes, definition.containerDefinitions, container);
  for (const { volumeName, containerPath, readOnly } of mounted) {
    const directory = await environment.openVolume(task, volumeName, { image, containerPath });
    opened.push({ directory, containerPath, readOnly });
  }
  return opened;
}
