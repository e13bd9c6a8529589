import { sharedAbortController } from '../../core/shared-abort.ts';
import { saveTask } from '../../services/ecs/save-task.ts';
import { ecsTables, type ContainerRow, type TaskRow } from '../../services/ecs/store.ts';
import type { Table } from '../../store/table.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import { definitionOf } from './definition-of.ts';
import type { Handle, TaskEnvironment } from './environment.ts';
import { startedAgents, stoppedAgents } from './execute-command-agent.ts';
import { taskHealth } from './health/health-state.ts';
import { type ContainerRun, RunningContainer } from './running-container.ts';
import { stopOrder } from './start-order.ts';
import { withContainer, withObserved } from './task-changes.ts';

/** Fargate's default and longest time between SIGTERM and SIGKILL. */
const defaultStopTimeoutSeconds = 30;
const longestStopTimeoutSeconds = 120;

/** What is kept on disk of a container that runs, so that nothing of it is left behind after a crash of Neargate. */
interface HandleRow {
  readonly taskArn: string;
  readonly containerName: string;
  readonly handle: Handle;
}

/** The containers that this process runs, by task. Writes what becomes of them into the task's row. */
export class RunningContainers {
  private readonly environment: TaskEnvironment;
  private readonly byTask = new Map<string, Map<string, RunningContainer>>();
  private readonly giveUp = sharedAbortController();

  constructor(environment: TaskEnvironment) {
    this.environment = environment;
  }

  tasks(): readonly string[] {
    return [...this.byTask.keys()];
  }

  isRunning(taskArn: string): boolean {
    return this.byTask.has(taskArn);
  }

  container(taskArn: string, containerName: string): RunningContainer | undefined {
    return this.byTask.get(taskArn)?.get(containerName);
  }

  containers(taskArn: string): readonly RunningContainer[] {
    return [...(this.byTask.get(taskArn)?.values() ?? [])];
  }

  /** @throws ContainerStartError */
  async start(run: ContainerRun, shown: Pick<ContainerRow, 'runtimeId' | 'imageDigest'>): Promise<void> {
    const { taskArn, spec } = run;
    const { containerName } = spec;
    const { clock, driver } = this.environment;
    const agentsOf = () =>
      this.row(taskArn)?.observed.containers.find(({ name }) => name === containerName)?.managedAgents;
    const conditions = {
      driverCanExec: driver.capabilities.exec,
      readonlyRootFilesystem: run.definition.readonlyRootFilesystem === true,
    };
    const container = await RunningContainer.start(
      this.environment,
      run,
      {
        onStart: (handle, restarts) => {
          this.handles().put(handleKey(taskArn, containerName), { taskArn, containerName, handle });
          this.updateContainer(taskArn, containerName, {
            ...shown,
            lastStatus: 'RUNNING',
            healthStatus: 'UNKNOWN',
            startedAtMs: clock.now(),
            managedAgents: startedAgents(agentsOf(), conditions, clock.now()),
            ...(restarts === 0 ? {} : { restartCount: restarts }),
          });
        },
        onHealth: ({ status }) => this.updateContainer(taskArn, containerName, { healthStatus: status }),
        onEnd: ({ exitCode, reason }) =>
          this.updateContainer(taskArn, containerName, {
            lastStatus: 'STOPPED',
            finishedAtMs: clock.now(),
            managedAgents: stoppedAgents(agentsOf()),
            ...(exitCode === undefined ? {} : { exitCode }),
            ...(reason === undefined ? {} : { reason }),
          }),
        isWanted: () => this.row(taskArn)?.desiredStatus === 'RUNNING',
      },
      this.giveUp.signal,
    );
    const containers = this.byTask.get(taskArn) ?? new Map<string, RunningContainer>();
    this.byTask.set(taskArn, containers.set(containerName, container));
  }

  /** A container whose program the task's processor could not execute: it has started, and ended with this exit code. */
  endAtOnce(
    taskArn: string,
    containerName: string,
    shown: Pick<ContainerRow, 'runtimeId' | 'imageDigest' | 'exitCode'>,
    explanation: string,
  ): void {
    const nowMs = this.environment.clock.now();
    this.byTask.set(taskArn, this.byTask.get(taskArn) ?? new Map<string, RunningContainer>());
    this.updateContainer(taskArn, containerName, {
      ...shown,
      lastStatus: 'STOPPED',
      startedAtMs: nowMs,
      finishedAtMs: nowMs,
    });
    this.update(taskArn, (task) => ({ ...task, explanation }));
  }

  /** STOPPING: dependents first, each its stop signal and after its stopTimeout SIGKILL. */
  async stop(scope: string, task: TaskRow): Promise<void> {
    const { containerDefinitions } = definitionOf(this.environment, scope, task);
    for (const round of stopOrder(containerDefinitions)) {
      await Promise.all(
        round.map(async (name) => {
          const seconds =
            containerDefinitions.find((definition) => definition.name === name)?.stopTimeout ??
            defaultStopTimeoutSeconds;
          await this.stopContainer(task.taskArn, name, Math.min(seconds, longestStopTimeoutSeconds) * 1000);
        }),
      );
    }
    this.byTask.delete(task.taskArn);
    this.environment.removeVolumes(task.taskId);
    this.update(task.taskArn, (row) =>
      withObserved(row, {
        containers: row.observed.containers.map((container) => ({ ...container, lastStatus: 'STOPPED' })),
      }),
    );
  }

  /** For the end of Neargate's own process, which every program is told of. */
  async stopAll(timeoutMs: number): Promise<void> {
    await Promise.all(
      [...this.byTask].flatMap(([taskArn, containers]) =>
        [...containers.keys()].map((name) => this.stopContainer(taskArn, name, timeoutMs, { isOurs: true })),
      ),
    );
    this.giveUp.abort(new Error('stopping'));
  }

  /** Kills and forgets every container that an earlier process of Neargate has started. Before anything is started. */
  async removeLeftovers(): Promise<void> {
    const { driver } = this.environment;
    await Promise.all(
      Array.from(this.handles().entries(), async ([key, { taskArn, handle }]) => {
        if (await driver.recover(handle)) await driver.stop(handle, { signal: 'SIGKILL', timeoutMs: 0 });
        await driver.destroy(handle);
        this.environment.removeVolumes(taskArn.slice(taskArn.lastIndexOf('/') + 1));
        this.handles().delete(key);
      }),
    );
  }

  private async stopContainer(
    taskArn: string,
    name: string,
    timeoutMs: number,
    options: { readonly isOurs?: boolean } = {},
  ): Promise<void> {
    await this.container(taskArn, name)?.stop(timeoutMs, options);
    this.handles().delete(handleKey(taskArn, name));
  }

  private handles(): Table<HandleRow> {
    return this.environment.store.table('runtime.container-handles', 'local');
  }

  private row(taskArn: string): TaskRow | undefined {
    return ecsTables(this.environment.store, regionalScopeOfArn(taskArn)).tasks.get(taskArn);
  }

  private updateContainer(taskArn: string, name: string, change: Partial<ContainerRow>): void {
    const scope = regionalScopeOfArn(taskArn);
    this.update(taskArn, (row) => {
      const changed = withContainer(row, name, change);
      const { containerDefinitions } = definitionOf(this.environment, scope, row);
      const healthStatus = taskHealth(containerDefinitions, changed.observed.containers);
      return { ...changed, observed: { ...changed.observed, healthStatus } };
    });
  }

  private update(taskArn: string, change: (task: TaskRow) => TaskRow): void {
    const before = this.row(taskArn);
    if (before !== undefined) saveTask(this.environment, regionalScopeOfArn(taskArn), change(before));
  }
}

function handleKey(taskArn: string, containerName: string): string {
  return `${taskArn} ${containerName}`;
}
