import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ContainerSpec, ContainerUsage, ExitResult } from '../../drivers/task/driver.ts';
import { saveTask } from '../../services/ecs/save-task.ts';
import { ecsTables, type TaskDefinitionRow, type TaskRow } from '../../services/ecs/store.ts';
import { stopTask } from '../../services/ecs/task-stopping.ts';
import type { Table } from '../../store/table.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import { type Handle, type TaskEnvironment } from './environment.ts';
import { stopOrder } from './start-order.ts';
import { withContainer } from './task-changes.ts';

/** Fargate's default and longest time between SIGTERM and SIGKILL. */
const defaultStopTimeoutSeconds = 30;
const longestStopTimeoutSeconds = 120;

/** What is kept on disk of a container that runs, so that nothing of it is left behind after a crash of Neargate. */
interface HandleRow {
  readonly taskArn: string;
  readonly containerName: string;
  readonly handle: Handle;
}

interface RunningContainer {
  readonly handle: Handle;
  readonly ended: Promise<void>;
}

/** The containers that this process runs, by task. Writes what becomes of them into the task's row. */
export class RunningContainers {
  private readonly environment: TaskEnvironment;
  private readonly byTask = new Map<string, Map<string, RunningContainer>>();
  private readonly stopping = new AbortController();

  constructor(environment: TaskEnvironment) {
    this.environment = environment;
  }

  tasks(): readonly string[] {
    return [...this.byTask.keys()];
  }

  isRunning(taskArn: string): boolean {
    return this.byTask.has(taskArn);
  }

  has(taskArn: string, containerName: string): boolean {
    return this.byTask.get(taskArn)?.has(containerName) ?? false;
  }

  /**
   * What the task's running containers use together; undefined when none runs or this machine does not tell. `cpuSeconds`
   * falls when one of several containers ends.
   */
  usage(taskArn: string): ContainerUsage | undefined {
    const measured = [...(this.byTask.get(taskArn)?.values() ?? [])].flatMap(
      ({ handle }) => this.environment.driver.usage(handle) ?? [],
    );
    if (measured.length === 0) return undefined;
    return measured.reduce((total, each) => ({
      cpuSeconds: total.cpuSeconds + each.cpuSeconds,
      memoryBytes: total.memoryBytes + each.memoryBytes,
    }));
  }

  async start(taskArn: string, spec: ContainerSpec, onEnd: () => void): Promise<void> {
    const { driver } = this.environment;
    const handle = await driver.start(spec);
    this.handles().put(handleKey(taskArn, spec.containerName), {
      taskArn,
      containerName: spec.containerName,
      handle,
    });
    const ended = driver
      .wait(handle, this.stopping.signal)
      .then((result) => this.onExit(taskArn, spec.containerName, result))
      .finally(onEnd);
    ended.catch((error: unknown) => {
      if (!this.stopping.signal.aborted)
        this.environment.log.error('waiting for a container failed', { taskArn, error });
    });
    let containers = this.byTask.get(taskArn);
    if (containers === undefined) {
      containers = new Map();
      this.byTask.set(taskArn, containers);
    }
    containers.set(spec.containerName, { handle, ended });
  }

  /**
   * RUNNING: an essential container that has ended stops the task. A task that this process does not run is one of an
   * earlier life of Neargate and is stopped.
   */
  monitor(scope: string, task: TaskRow): void {
    if (!this.isRunning(task.taskArn)) {
      this.update(task.taskArn, (row) =>
        stopTask(row, 'TerminationNotice', 'Neargate stopped while the task was running.'),
      );
      return;
    }
    const definition = this.definitionOf(scope, task);
    const ended = definition?.containerDefinitions.some(
      (container) =>
        isEssential(container) &&
        task.observed.containers.some((row) => row.name === container.name && row.lastStatus === 'STOPPED'),
    );
    if (ended === true) {
      this.update(task.taskArn, (row) =>
        stopTask(row, 'EssentialContainerExited', 'Essential container in task exited'),
      );
    }
  }

  /** STOPPING: dependents first, each SIGTERM and after its stopTimeout SIGKILL. */
  async stop(scope: string, task: TaskRow): Promise<void> {
    const definitions = this.definitionOf(scope, task)?.containerDefinitions ?? [];
    for (const round of stopOrder(definitions)) {
      await Promise.all(
        round.map(async (name) => {
          const seconds =
            definitions.find((definition) => definition.name === name)?.stopTimeout ??
            defaultStopTimeoutSeconds;
          await this.stopContainer(task.taskArn, name, Math.min(seconds, longestStopTimeoutSeconds) * 1000);
        }),
      );
    }
    this.byTask.delete(task.taskArn);
    this.update(task.taskArn, (row) => ({
      ...row,
      observed: {
        ...row.observed,
        containers: row.observed.containers.map((container) => ({
          ...container,
          lastStatus: 'STOPPED' as const,
        })),
      },
    }));
  }

  async stopAll(timeoutMs: number): Promise<void> {
    await Promise.all(
      [...this.byTask].flatMap(([taskArn, containers]) =>
        [...containers.keys()].map((name) => this.stopContainer(taskArn, name, timeoutMs)),
      ),
    );
    this.stopping.abort(new Error('stopping'));
  }

  /** Kills and forgets every container that an earlier process of Neargate has started. Before anything is started. */
  async removeLeftovers(): Promise<void> {
    const { driver } = this.environment;
    await Promise.all(
      Array.from(this.handles().entries(), async ([key, { handle }]) => {
        if (await driver.recover(handle)) await driver.stop(handle, { signal: 'SIGKILL', timeoutMs: 0 });
        await driver.destroy(handle);
        this.handles().delete(key);
      }),
    );
  }

  private async stopContainer(taskArn: string, name: string, timeoutMs: number): Promise<void> {
    const container = this.byTask.get(taskArn)?.get(name);
    if (container === undefined) return;
    const { driver } = this.environment;
    await driver.stop(container.handle, { signal: 'SIGTERM', timeoutMs });
    await container.ended.catch(() => undefined);
    await driver.destroy(container.handle);
    this.handles().delete(handleKey(taskArn, name));
  }

  private onExit(taskArn: string, containerName: string, result: ExitResult): void {
    const { exitCode, reason, oomKilled } = result;
    const oomReason = 'OutOfMemoryError: container killed due to memory usage';
    this.update(taskArn, (row) =>
      withContainer(row, containerName, {
        lastStatus: 'STOPPED',
        ...(exitCode === undefined ? {} : { exitCode }),
        ...(oomKilled === true ? { reason: oomReason } : reason === undefined ? {} : { reason }),
      }),
    );
  }

  private definitionOf(scope: string, task: TaskRow): TaskDefinitionRow | undefined {
    return ecsTables(this.environment.store, scope).taskDefinitions.get(task.taskDefinitionArn);
  }

  private handles(): Table<HandleRow> {
    return this.environment.store.table('runtime.container-handles', 'local');
  }

  private update(taskArn: string, change: (task: TaskRow) => TaskRow): void {
    const scope = regionalScopeOfArn(taskArn);
    const before = ecsTables(this.environment.store, scope).tasks.get(taskArn);
    if (before !== undefined) saveTask(this.environment, scope, change(before));
  }
}

function handleKey(taskArn: string, containerName: string): string {
  return `${taskArn} ${containerName}`;
}

/** A container is essential unless its definition says otherwise. */
function isEssential(definition: ContainerDefinition): boolean {
  return definition.essential !== false;
}
