import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { ContainerStartError } from '../../drivers/task/driver.ts';
import { imageArchitecture } from '../../services/ecs/runtime-platform.ts';
import { ecsTables, type TaskDefinitionRow, type TaskRow } from '../../services/ecs/store.ts';
import { containerSpec } from './container-spec.ts';
import { definitionOf } from './definition-of.ts';
import { type PulledImage, type TaskEnvironment, TaskStartError } from './environment.ts';
import { pull } from './preparation.ts';
import type { ResolvedVariables } from './resolved-variables.ts';
import type { RunningContainers } from './running-containers.ts';
import { type ContainerProgress, containerReadiness } from './start-order.ts';

export interface StartResult {
  readonly allStarted: boolean;
  /** When the wait for a dependency ends in vain, epoch milliseconds. */
  readonly lookAgainAtMs: number | undefined;
}

/**
 * ACTIVATING: starts every container whose dependencies allow it. A later exit or health change of a dependency brings the
 * task back here.
 * @throws TaskStartError when a container cannot start or never will
 */
export async function startContainers(
  environment: TaskEnvironment,
  running: RunningContainers,
  variables: ResolvedVariables,
  scope: string,
  task: TaskRow,
): Promise<StartResult> {
  const definition = definitionOf(environment, scope, task);
  for (;;) {
    const progress = progressOf(environment, scope, task, definition);
    const pending = definition.containerDefinitions.filter(
      ({ name = '' }) => progress.get(name)?.started === false,
    );
    const readinesses = pending.map((container) => ({
      container,
      readiness: containerReadiness(container, progress, environment.clock.now()),
    }));
    for (const { container, readiness } of readinesses) {
      if (readiness.kind !== 'never') continue;
      throw new TaskStartError('Task failed to start', {
        container: { name: container.name ?? '', reason: readiness.reason },
      });
    }
    const next = readinesses.find(({ readiness }) => readiness.kind === 'ready')?.container;
    if (next === undefined) {
      const ends = readinesses.flatMap(({ readiness }) =>
        readiness.kind === 'waiting' ? (readiness.untilMs ?? []) : [],
      );
      return {
        allStarted: pending.length === 0,
        lookAgainAtMs: ends.length === 0 ? undefined : Math.min(...ends),
      };
    }
    await startContainer(environment, running, variables, scope, task, definition, next);
    const row = ecsTables(environment.store, scope).tasks.get(task.taskArn);
    if (row?.desiredStatus !== 'RUNNING') return { allStarted: false, lookAgainAtMs: undefined };
  }
}

async function startContainer(
  environment: TaskEnvironment,
  running: RunningContainers,
  variables: ResolvedVariables,
  scope: string,
  task: TaskRow,
  definition: TaskDefinitionRow,
  container: ContainerDefinition,
): Promise<void> {
  const name = container.name ?? '';
  const image = await pull(environment, scope, task, name, container.image ?? '');
  const logStream = environment.openLogStream(scope, task, container);
  const runtimeId = `${task.taskId}-${environment.ids.digits(10)}`;
  const shown = { runtimeId, imageDigest: image.digest };
  const architecture = imageArchitecture(task.cpuArchitecture);
  if (image.architecture !== architecture) {
    // This machine would run it; Fargate's does not, and this is how it shows there.
    logStream?.write(`exec ${programOf(container, image)}: exec format error`);
    logStream?.close();
    running.endAtOnce(
      task.taskArn,
      name,
      { ...shown, exitCode: 1 },
      `Image ${container.image} is for linux/${image.architecture}, and the task runs on linux/${architecture}. Build it with --platform linux/${architecture}, or name its processor in the task definition's runtimePlatform.cpuArchitecture.`,
    );
    return;
  }
  try {
    const spec = await containerSpec(environment, scope, task, definition, container, image, {
      runtimeId,
      onLine: (line) => logStream?.write(line),
      variables,
    });
    await running.start(
      { taskArn: task.taskArn, definition: container, spec, onEnd: () => logStream?.close() },
      shown,
    );
  } catch (error) {
    logStream?.close();
    if (!(error instanceof ContainerStartError)) throw error;
    throw new TaskStartError(error.message, {
      container: { name, reason: error.message },
      explanation: error.remedy === undefined ? undefined : `${error.message}. ${error.remedy}`,
    });
  }
}

/** The first word of what the container executes. */
function programOf({ entryPoint = [], command = [] }: ContainerDefinition, { config }: PulledImage): string {
  const { Entrypoint = [], Cmd = [] } = config.config;
  const words = entryPoint.length > 0 ? [...entryPoint, ...command] : [...Entrypoint, ...command, ...Cmd];
  return words[0] ?? '';
}

function progressOf(
  environment: TaskEnvironment,
  scope: string,
  task: TaskRow,
  definition: TaskDefinitionRow,
): ReadonlyMap<string, ContainerProgress> {
  const row = ecsTables(environment.store, scope).tasks.get(task.taskArn) ?? task;
  const timeoutOf = (name: string) =>
    definition.containerDefinitions.find((container) => container.name === name)?.startTimeout;
  return new Map(
    row.observed.containers.map((container) => {
      const seconds = timeoutOf(container.name);
      return [
        container.name,
        {
          name: container.name,
          started: container.lastStatus !== 'PENDING',
          startedAtMs: container.startedAtMs,
          exited: container.lastStatus === 'STOPPED',
          exitCode: container.exitCode,
          healthStatus: container.healthStatus,
          startTimeoutMs: seconds === undefined ? undefined : seconds * 1000,
        },
      ];
    }),
  );
}
