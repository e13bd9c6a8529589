import { imageArchitecture } from '../../services/ecs/runtime-platform.ts';
import { saveTask } from '../../services/ecs/save-task.ts';
import { ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { definitionOf } from './definition-of.ts';
import { type PulledImage, type TaskEnvironment, TaskStartError } from './environment.ts';
import type { ResolvedVariables } from './resolved-variables.ts';
import { unlessStopped } from './stop-request.ts';
import { networkInterfaceId, withContainer, withObserved, withStatus } from './task-changes.ts';
import { mountedVolumes } from './task-volumes.ts';

/** PENDING: roles, secrets, environment files, images and log groups are resolved before any container starts, as Fargate does. */
export async function prepare(
  environment: TaskEnvironment,
  variables: ResolvedVariables,
  scope: string,
  task: TaskRow,
  signal: AbortSignal,
): Promise<void> {
  const definition = definitionOf(environment, scope, task);
  const containers = definition.containerDefinitions;
  refuseWindows(task);
  environment.assumeRoles(scope, definition);
  for (const container of containers) mountedVolumes(definition.volumes, containers, container);
  for (const container of containers) variables.of(scope, task.taskArn, container);
  const pullStartedAtMs = environment.clock.now();
  update(environment, scope, task, (row) => withObserved(row, { pullStartedAtMs }));
  const digests = new Map<string, string>();
  for (const { name = '', image = '' } of containers) {
    digests.set(name, (await pull(environment, scope, task, name, image)).digest);
  }
  signal.throwIfAborted();
  for (const container of containers) environment.openLogStream(scope, task, container)?.close();
  update(environment, scope, task, (row) => {
    const withDigests = [...digests].reduce(
      (changed, [name, imageDigest]) => withContainer(changed, name, { imageDigest }),
      row,
    );
    return withStatus(withDigests, 'ACTIVATING', { pullStoppedAtMs: environment.clock.now() });
  });
}

/** This machine's programs are no stand-in for those of Windows. */
function refuseWindows({ platformFamily }: TaskRow): void {
  if (platformFamily === 'Linux') return;
  throw new TaskStartError(
    `ResourceInitializationError: the task is for ${platformFamily}, which Neargate does not run. It runs tasks with the operatingSystemFamily LINUX.`,
  );
}

/**
 * Pulls the image of a container as the task's network interface can. Rejects with TaskStartError that names the container, or with
 * StopRequested.
 */
export async function pull(
  environment: TaskEnvironment,
  scope: string,
  task: TaskRow,
  containerName: string,
  reference: string,
): Promise<PulledImage> {
  const interfaceId = networkInterfaceId(task);
  if (interfaceId === undefined) throw new TaskStartError('The task has no network interface.');
  try {
    return await unlessStopped(environment.store, scope, task.taskArn, () =>
      environment.pullImage(scope, reference, {
        taskArn: task.taskArn,
        networkInterfaceId: interfaceId,
        architecture: imageArchitecture(task.cpuArchitecture),
      }),
    );
  } catch (error) {
    if (!(error instanceof TaskStartError)) throw error;
    throw new TaskStartError(error.message, {
      container: { name: containerName, reason: error.message },
      explanation: error.explanation,
    });
  }
}

function update(
  environment: TaskEnvironment,
  scope: string,
  task: TaskRow,
  change: (row: TaskRow) => TaskRow,
): void {
  const row = ecsTables(environment.store, scope).tasks.get(task.taskArn);
  if (row !== undefined && row.desiredStatus === 'RUNNING') saveTask(environment, scope, change(row));
}
