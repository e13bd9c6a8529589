import { regionalScopeOfArn } from '../arn-scope.ts';
import { saveTask } from '../../services/ecs/save-task.ts';
import { ecsTableNames, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { stopTask } from '../../services/ecs/task-stopping.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import type { ContainerUsage } from '../../drivers/task/driver.ts';
import { type TaskEnvironment, TaskStartError } from './environment.ts';
import { definitionOf } from './definition-of.ts';
import { essentialContainerHasEnded } from './essential-containers.ts';
import { provision, releaseNetwork } from './network-attachment.ts';
import { prepare } from './preparation.ts';
import { ResolvedVariables } from './resolved-variables.ts';
import type { RunningContainer } from './running-container.ts';
import { RunningContainers } from './running-containers.ts';
import { deregisterTargets, isDrained, registerTargets } from './target-registration.ts';
import { startContainers } from './start-containers.ts';
import { StopRequested } from './stop-request.ts';
import { withContainer, withStatus } from './task-changes.ts';

/** ECS shows stopped tasks for at least an hour. */
const stoppedTasksShownMs = 60 * 60 * 1000;

export interface TaskReconciler extends Reconciler {
  /** Removes what an earlier process of Neargate left running. To be awaited before anything is reconciled. */
  recover(): Promise<void>;
  /** Stops every container within `timeoutMs`, saying why in the tasks. For the end of Neargate's own process. */
  stopAll(timeoutMs: number): Promise<void>;
  /**
   * What the task's running containers use together, as measured; undefined when none runs or this machine does not tell.
   * `cpuSeconds` falls when one of several containers ends.
   */
  taskUsage(taskArn: string): ContainerUsage | undefined;
  /** A container that this process runs, to be measured, asked for its health, or given a command. */
  container(
    taskArn: string,
    containerName: string,
  ): Pick<RunningContainer, 'usage' | 'healthState' | 'exec'> | undefined;
}

/**
 * Walks each task through AWS's life cycle. One serial owner per task: nobody else changes its observed state.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 *
 *     PROVISIONING  network interface          DEACTIVATING    targets deregistered, draining
 *     PENDING       secrets, image, log group  STOPPING        SIGTERM, then SIGKILL
 *     ACTIVATING    containers, targets        DEPROVISIONING  network interface released
 *     RUNNING                                  STOPPED
 */
export function taskReconciler(environment: TaskEnvironment): TaskReconciler {
  const { store } = environment;
  const running = new RunningContainers(environment);
  const variables = new ResolvedVariables(environment);
  const tasksOf = (taskArn: string) => ecsTables(store, regionalScopeOfArn(taskArn)).tasks;
  return {
    name: 'ecs-task',
    // A task waits for its image and for its stop timeout, which are minutes: no other task may wait for that.
    concurrency: Number.POSITIVE_INFINITY,
    keysFor: (change) => {
      if (change.table === ecsTableNames.tasks) return [change.key];
      return change.table === 'elbv2.targets' ? drainingTasks(environment) : [];
    },
    initialKeys: () =>
      store.scopes(ecsTableNames.tasks).flatMap((scope) => [...ecsTables(store, scope).tasks.keys()]),
    async reconcile(taskArn, signal) {
      const task = tasksOf(taskArn).get(taskArn);
      if (task === undefined) return undefined;
      return new TaskStep(environment, running, variables, task).run(signal);
    },
    container: (taskArn, containerName) => running.container(taskArn, containerName),
    taskUsage: (taskArn) => totalUsage(running.containers(taskArn)),
    recover: () => running.removeLeftovers(),
    async stopAll(timeoutMs) {
      for (const task of running.tasks()) {
        const row = tasksOf(task).get(task);
        if (row !== undefined) {
          tasksOf(task).put(task, stopTask(row, 'TerminationNotice', 'Neargate was stopped.'));
        }
      }
      await running.stopAll(timeoutMs);
    },
  };
}

/** One step of one task. Rows are read afresh before each write: an operation may have changed them meanwhile. */
class TaskStep {
  private readonly environment: TaskEnvironment;
  private readonly running: RunningContainers;
  private readonly variables: ResolvedVariables;
  private readonly scope: string;
  private readonly task: TaskRow;

  constructor(
    environment: TaskEnvironment,
    running: RunningContainers,
    variables: ResolvedVariables,
    task: TaskRow,
  ) {
    this.environment = environment;
    this.running = running;
    this.variables = variables;
    this.task = task;
    this.scope = regionalScopeOfArn(task.taskArn);
  }

  async run(signal: AbortSignal): Promise<ReconcileResult | undefined> {
    const { desiredStatus, observed } = this.task;
    if (observed.lastStatus === 'STOPPED') return this.forgetWhenOld();
    if (desiredStatus === 'STOPPED') return this.towardsStopped();
    switch (observed.lastStatus) {
      case 'PROVISIONING':
        this.guard(() => provision(this.environment, this.scope, this.task));
        return undefined;
      case 'PENDING':
        await this.guardAsync(() => prepare(this.environment, this.variables, this.scope, this.task, signal));
        return undefined;
      case 'ACTIVATING':
        return this.activate();
      default:
        this.monitor();
        return undefined;
    }
  }

  private async activate(): Promise<ReconcileResult | undefined> {
    if (this.hasLostContainers() || this.stopWhenEssentialEnded()) return undefined;
    let lookAgainAtMs: number | undefined;
    await this.guardAsync(async () => {
      const started = await startContainers(
        this.environment,
        this.running,
        this.variables,
        this.scope,
        this.task,
      );
      if (started.allStarted) this.becomeRunning();
      lookAgainAtMs = started.lookAgainAtMs;
    });
    return lookAgainAtMs === undefined
      ? undefined
      : { requeueAfterMs: Math.max(0, lookAgainAtMs - this.environment.clock.now()) };
  }

  private monitor(): void {
    if (!this.hasLostContainers()) this.stopWhenEssentialEnded();
  }

  /** Containers that have started and that this process does not run are those of an earlier life of Neargate: the task is stopped. */
  private hasLostContainers(): boolean {
    const haveStarted = this.task.observed.containers.some(({ lastStatus }) => lastStatus !== 'PENDING');
    if (!haveStarted || this.running.isRunning(this.task.taskArn)) return false;
    this.update((task) =>
      stopTask(task, 'TerminationNotice', 'Neargate stopped while the task was running.'),
    );
    return true;
  }

  private stopWhenEssentialEnded(): boolean {
    const { containerDefinitions } = definitionOf(this.environment, this.scope, this.task);
    if (!essentialContainerHasEnded(containerDefinitions, this.task.observed.containers)) return false;
    this.update((task) => stopTask(task, 'EssentialContainerExited', 'Essential container in task exited'));
    return true;
  }

  private becomeRunning(): void {
    this.update((task) => {
      if (task.desiredStatus === 'STOPPED') return task;
      registerTargets(this.environment, this.scope, task);
      this.environment.discovery.register(this.scope, task);
      return withStatus(task, 'RUNNING', { startedAtMs: this.environment.clock.now() });
    });
  }

  private async towardsStopped(): Promise<ReconcileResult | undefined> {
    const now = this.environment.clock.now();
    switch (this.task.observed.lastStatus) {
      case 'PROVISIONING':
      case 'PENDING':
      case 'ACTIVATING':
      case 'RUNNING':
        deregisterTargets(this.environment, this.scope, this.task);
        this.environment.discovery.deregister(this.scope, this.task);
        this.update((task) => withStatus(task, 'DEACTIVATING'));
        return undefined;
      case 'DEACTIVATING':
        if (this.waitsForDraining()) return undefined;
        this.update((task) => withStatus(task, 'STOPPING', { stoppingAtMs: now }));
        return undefined;
      case 'STOPPING':
        await this.running.stop(this.scope, this.task);
        this.update((task) =>
          withStatus(task, 'DEPROVISIONING', { executionStoppedAtMs: this.environment.clock.now() }),
        );
        return undefined;
      default:
        this.variables.forget(this.task.taskArn);
        this.update((task) => {
          const released = releaseNetwork(this.environment, this.scope, task);
          return withStatus(released, 'STOPPED', { stoppedAtMs: this.environment.clock.now() });
        });
        return undefined;
    }
  }

  /** Not when Spot takes the capacity away: the notice and SIGTERM come together. */
  private waitsForDraining(): boolean {
    if (this.task.stopCode === 'SpotInterruption') return false;
    return this.running.isRunning(this.task.taskArn) && !isDrained(this.environment, this.scope, this.task);
  }

  private forgetWhenOld(): ReconcileResult | undefined {
    const goneAtMs = (this.task.observed.stoppedAtMs ?? 0) + stoppedTasksShownMs;
    const remainingMs = goneAtMs - this.environment.clock.now();
    if (remainingMs > 0) return { requeueAfterMs: remainingMs };
    ecsTables(this.environment.store, this.scope).tasks.delete(this.task.taskArn);
    return undefined;
  }

  private guard(step: () => void): void {
    try {
      this.environment.store.transact(step);
    } catch (error) {
      this.failToStart(error);
    }
  }

  private async guardAsync(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      // Why it stops is written down already.
      if (error instanceof StopRequested) return;
      this.failToStart(error);
    }
  }

  /** A task that cannot start is stopped with the reason; the service scheduler decides what comes next. */
  private failToStart(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.environment.log.debug('task failed to start', { task: this.task.taskArn, reason });
    const details = error instanceof TaskStartError ? error : undefined;
    this.update((task) => {
      const stopped = {
        ...stopTask(task, 'TaskFailedToStart', reason),
        explanation: details?.explanation,
      };
      return details?.container === undefined
        ? stopped
        : withContainer(stopped, details.container.name, { reason: details.container.reason });
    });
  }

  private update(change: (task: TaskRow) => TaskRow): void {
    const { tasks } = ecsTables(this.environment.store, this.scope);
    const before = tasks.get(this.task.taskArn);
    if (before === undefined) return;
    this.environment.store.transact(() => {
      const after = change(before);
      if (after !== before) saveTask(this.environment, this.scope, after);
    });
  }
}

function totalUsage(containers: readonly RunningContainer[]): ContainerUsage | undefined {
  const measured = containers.flatMap((container) => container.usage() ?? []);
  if (measured.length === 0) return undefined;
  return measured.reduce((total, each) => ({
    cpuSeconds: total.cpuSeconds + each.cpuSeconds,
    memoryBytes: total.memoryBytes + each.memoryBytes,
  }));
}

/** Tasks that wait for their targets to drain: a change of targets may end the wait. */
function drainingTasks(environment: TaskEnvironment): readonly string[] {
  const { store } = environment;
  return store
    .scopes(ecsTableNames.tasks)
    .flatMap((scope) =>
      [...ecsTables(store, scope).tasks.values()]
        .filter(({ observed }) => observed.lastStatus === 'DEACTIVATING')
        .map(({ taskArn }) => taskArn),
    );
}
