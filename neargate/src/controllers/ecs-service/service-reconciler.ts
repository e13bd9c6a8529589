import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Timing } from '../../core/timing.ts';
import { ec2Tables } from '../../services/ec2/store.ts';
import { chooseCapacityProvider, newTask } from '../../services/ecs/new-task.ts';
import { saveTask } from '../../services/ecs/save-task.ts';
import { appendServiceEvent } from '../../services/ecs/service-events.ts';
import {
  type ServiceActionName,
  tellDeploymentState,
  tellServiceAction,
} from '../../services/ecs/service-state-events.ts';
import {
  type DeploymentRow,
  type EcsTables,
  ecsTableNames,
  ecsTables,
  type ServiceRow,
  type TaskRow,
} from '../../services/ecs/store.ts';
import { stopTask } from '../../services/ecs/task-stopping.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { circuitBreakerThreshold, taskBounds } from './bounds.ts';
import { consecutiveStartFailures, countFailures } from './failures.ts';
import { planTasks, type SchedulerAction, spreadOverZones } from './plan.ts';
import { decideRollout, startBackoffMs } from './rollout.ts';
import { scalingStoppedReason, schedulerEvents, unhealthyStoppedReason } from './scheduler-events.ts';
import { type ObservedTask, observeTasks } from './service-view.ts';
import type { TargetHealthView } from './task-health.ts';

export interface ServiceReconcilerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timing: Timing;
  /** The health of a task's target in a target group, when it is registered there. */
  targetHealth(
    scope: string,
    targetGroupArn: string,
    address: string,
    port: number,
  ): TargetHealthView | undefined;
  /** The services whose tasks a change of target health concerns. */
  servicesOfTargetGroup?(change: Change): readonly string[];
  /**
   * Whether the cause of failed starts has been removed meanwhile, such as an image that has been pushed: the scheduler then
   * tries at once instead of waiting out its backoff. AWS waits; here nobody gains from it.
   */
  startMaySucceedNow?(scope: string, taskDefinitionArn: string): boolean;
}

/**
 * The ECS service scheduler: brings each service's tasks to what its deployments want.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 */
export function serviceReconciler(options: ServiceReconcilerOptions): Reconciler {
  const { store } = options;
  return {
    name: 'ecs-service',
    keysFor(change) {
      if (change.table === ecsTableNames.services) return [change.key];
      if (change.table === ecsTableNames.tasks) {
        const task = (change.after ?? change.before) as TaskRow;
        return task.serviceName === undefined ? [] : [serviceArnOf(task)];
      }
      return options.servicesOfTargetGroup?.(change) ?? [];
    },
    initialKeys() {
      return store
        .scopes(ecsTableNames.services)
        .flatMap((scope) => [...ecsTables(store, scope).services.keys()]);
    },
    async reconcile(serviceArn) {
      return store.transact(() => new ServiceReconcile(options, serviceArn).run());
    },
  };
}

function serviceArnOf(task: TaskRow): string {
  const prefix = task.clusterArn.slice(0, task.clusterArn.lastIndexOf(':cluster/'));
  return `${prefix}:service/${task.clusterName}/${task.serviceName}`;
}

/** One look at one service. Everything it writes is one transaction. */
class ServiceReconcile {
  private readonly options: ServiceReconcilerOptions;
  private readonly scope: string;
  private readonly tables: EcsTables;
  private readonly serviceArn: string;
  private readonly nowMs: number;

  constructor(options: ServiceReconcilerOptions, serviceArn: string) {
    this.options = options;
    this.serviceArn = serviceArn;
    this.scope = regionalScopeOfArn(serviceArn);
    this.tables = ecsTables(options.store, this.scope);
    this.nowMs = options.clock.now();
  }

  run(): ReconcileResult | undefined {
    const service = this.tables.services.get(this.serviceArn);
    if (service === undefined || service.status === 'INACTIVE') return undefined;
    const tasks = [...this.tables.tasks.values()].filter(
      (task) => task.serviceName === service.serviceName && task.clusterArn === service.clusterArn,
    );
    if (service.status === 'DRAINING') {
      this.drain(service, tasks);
      return undefined;
    }
    const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
    // Services of the CODE_DEPLOY and EXTERNAL controllers have task sets instead of deployments of their own.
    if (primary === undefined || (service.deploymentController.type ?? 'ECS') !== 'ECS') return undefined;
    return this.schedule(service, primary, tasks);
  }

  /** DeleteService: no new tasks, the existing ones stop, and the service ends when the last one has. */
  private drain(service: ServiceRow, tasks: readonly TaskRow[]): void {
    for (const task of tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')) {
      const reason = scalingStoppedReason(task.startedBy ?? '');
      this.saveTask(stopTask(task, 'ServiceSchedulerInitiated', reason));
    }
    if (tasks.every(({ observed }) => observed.lastStatus === 'STOPPED')) {
      this.tables.services.put(service.serviceArn, { ...service, status: 'INACTIVE', deployments: [] });
    }
  }

  private schedule(
    service: ServiceRow,
    primary: DeploymentRow,
    tasks: readonly TaskRow[],
  ): ReconcileResult | undefined {
    const observed = observeTasks(service, tasks, {
      nowMs: this.nowMs,
      timing: this.options.timing,
      taskDefinition: (arn) => this.tables.taskDefinitions.get(arn),
      targets: (owner, task) => this.targets(owner, task),
    });
    const own = observed.filter(({ deploymentId }) => deploymentId === primary.id);
    const current = this.count(service, primary, tasks, own);

    const afterRollout = this.rollOut(service, current, tasks, observed);
    if (afterRollout !== undefined) return { requeueAfterMs: 0 };

    const older = service.deployments.length > 1 || observed.length > own.length;
    const actions = planTasks({
      primaryDeploymentId: primary.id,
      mayStart: current.observed.rolloutState !== 'FAILED',
      isDeploying: older || current.observed.rolloutState === 'IN_PROGRESS',
      desiredCount: service.desiredCount,
      bounds: this.bounds(service),
      tasks: observed,
    });
    const waitMs = this.backoffRemainingMs(service, current, tasks);
    for (const action of actions) this.act(service, current, observed, action, waitMs > 0);
    const lookAgainAtMs = Math.min(
      ...observed.map((task) => task.lookAgainAtMs ?? Number.POSITIVE_INFINITY),
      waitMs > 0 ? this.nowMs + waitMs : Number.POSITIVE_INFINITY,
    );
    return Number.isFinite(lookAgainAtMs)
      ? { requeueAfterMs: Math.max(1, lookAgainAtMs - this.nowMs) }
      : undefined;
  }

  private bounds(service: ServiceRow) {
    const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration;
    return taskBounds(service.desiredCount, minimumHealthyPercent, maximumPercent);
  }

  private targets(service: ServiceRow, task: TaskRow): readonly TargetHealthView[] {
    const address = task.observed.attachments
      .flatMap(({ details }) => details)
      .find(({ name }) => name === 'privateIPv4Address')?.value;
    if (address === undefined) return [];
    return service.loadBalancers.flatMap(({ targetGroupArn, containerPort }) => {
      if (targetGroupArn === undefined || containerPort === undefined) return [];
      return this.options.targetHealth(this.scope, targetGroupArn, address, containerPort) ?? [];
    });
  }

  /** Counts failed tasks into the primary deployment and says why they failed. */
  private count(
    service: ServiceRow,
    primary: DeploymentRow,
    tasks: readonly TaskRow[],
    own: readonly ObservedTask[],
  ): DeploymentRow {
    const { failedTasks, countedTaskArns } = countFailures(
      primary,
      tasks,
      own.some(({ health }) => health === 'healthy'),
    );
    const before = new Set(primary.observed.countedTaskArns);
    const fresh = countedTaskArns.filter((arn) => !before.has(arn));
    if (failedTasks === primary.observed.failedTasks && fresh.length === 0) return primary;
    for (const arn of fresh) {
      const task = this.tables.tasks.get(arn);
      if (task?.stopCode === 'TaskFailedToStart' && task.stoppedReason !== undefined) {
        this.cannotPlace(service, task.stoppedReason);
      }
    }
    const changed: DeploymentRow = {
      ...primary,
      observed: { ...primary.observed, failedTasks, countedTaskArns, updatedAtMs: this.nowMs },
    };
    this.putDeployment(changed);
    return changed;
  }

  /** Ends or turns back the deployment under way. Returns something when the service has changed and needs a fresh look. */
  private rollOut(
    service: ServiceRow,
    primary: DeploymentRow,
    tasks: readonly TaskRow[],
    observed: readonly ObservedTask[],
  ): 'changed' | undefined {
    const own = observed.filter(({ deploymentId }) => deploymentId === primary.id);
    const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
    const decision = decideRollout({
      rolloutState: primary.observed.rolloutState,
      desiredCount: service.desiredCount,
      healthyCount: own.filter(({ health }) => health === 'healthy').length,
      unsettledCount: own.filter(({ health }) => health !== 'healthy').length,
      olderCount: tasks.filter((task) => task.startedBy !== primary.id && occupies(task)).length,
      failedTasks: primary.observed.failedTasks,
      breaker:
        breaker?.enable === true
          ? { threshold: circuitBreakerThreshold(service.desiredCount), rollback: breaker.rollback === true }
          : undefined,
      isRollback: service.deployments.some(
        ({ observed: { rolloutState }, createdAtMs }) =>
          rolloutState === 'FAILED' && createdAtMs > primary.createdAtMs,
      ),
      lastCompletedDeploymentId: service.deployments.find(
        ({ id, observed: { rolloutState } }) => id !== primary.id && rolloutState === 'COMPLETED',
      )?.id,
    });
    switch (decision.kind) {
      case 'continue':
        return undefined;
      case 'complete':
        this.complete(service, primary);
        return 'changed';
      case 'fail':
        this.fail(service, primary);
        return 'changed';
      case 'roll-back':
        this.rollBack(service, primary, decision.toDeploymentId);
        return 'changed';
    }
  }

  private complete(service: ServiceRow, primary: DeploymentRow): void {
    const completed = this.withState(primary, 'COMPLETED', `ECS deployment ${primary.id} completed.`);
    this.tables.services.put(service.serviceArn, { ...this.service(), deployments: [completed] });
    this.tell(completed);
    const failed = service.deployments.find(({ observed: { rolloutState } }) => rolloutState === 'FAILED');
    this.noteServiceDeployment((failed ?? primary).serviceDeploymentArn, {
      status: failed === undefined ? 'SUCCESSFUL' : 'ROLLBACK_SUCCESSFUL',
      finishedAtMs: this.nowMs,
    });
    this.event(service, schedulerEvents.deploymentCompleted(primary.id));
    this.event(service, schedulerEvents.steady, { eventName: 'SERVICE_STEADY_STATE' });
  }

  private fail(service: ServiceRow, primary: DeploymentRow): void {
    const failed = this.withState(
      primary,
      'FAILED',
      'ECS deployment circuit breaker: tasks failed to start.',
    );
    this.putDeployment(failed);
    this.tell(failed);
    this.noteServiceDeployment(primary.serviceDeploymentArn, {
      status: 'STOPPED',
      statusReason: 'ECS deployment circuit breaker: tasks failed to start.',
      finishedAtMs: this.nowMs,
    });
    this.event(service, schedulerEvents.deploymentFailed(primary.id));
  }

  /** The last completed deployment becomes PRIMARY again under its old id; the failed one keeps its tasks until replaced. */
  private rollBack(service: ServiceRow, failed: DeploymentRow, toDeploymentId: string): void {
    const target = service.deployments.find(({ id }) => id === toDeploymentId);
    if (target === undefined) return;
    const reason = `ECS deployment circuit breaker: rolling back to deploymentId ${toDeploymentId}.`;
    const restored: DeploymentRow = {
      ...this.withState(target, 'IN_PROGRESS', `ECS deployment ${toDeploymentId} in progress.`),
      status: 'PRIMARY',
      desiredCount: service.desiredCount,
    };
    const demoted: DeploymentRow = {
      ...this.withState(failed, 'FAILED', reason),
      status: 'ACTIVE',
      desiredCount: 0,
    };
    this.tables.services.put(service.serviceArn, {
      ...this.service(),
      taskDefinition: target.taskDefinition,
      networkConfiguration: target.networkConfiguration,
      loadBalancers: target.loadBalancers,
      deployments: service.deployments.map((deployment) =>
        deployment.id === toDeploymentId ? restored : deployment.id === failed.id ? demoted : deployment,
      ),
    });
    this.tell(demoted);
    this.tell(restored);
    this.noteServiceDeployment(failed.serviceDeploymentArn, {
      status: 'ROLLBACK_IN_PROGRESS',
      statusReason: reason,
      rollback: { reason, startedAtMs: this.nowMs, serviceRevisionArn: target.serviceRevisionArn },
    });
    this.event(service, schedulerEvents.deploymentFailed(failed.id));
    this.event(service, schedulerEvents.rollingBack(toDeploymentId));
  }

  private act(
    service: ServiceRow,
    primary: DeploymentRow,
    observed: readonly ObservedTask[],
    action: SchedulerAction,
    backingOff: boolean,
  ): void {
    switch (action.kind) {
      case 'start':
        if (!backingOff) this.start(service, primary, observed, action);
        return;
      case 'stop':
        this.stop(service, primary, observed, action);
        return;
      case 'blocked':
        this.event(service, schedulerEvents.blocked);
    }
  }

  private start(
    service: ServiceRow,
    primary: DeploymentRow,
    observed: readonly ObservedTask[],
    action: Extract<SchedulerAction, { kind: 'start' }>,
  ): void {
    const cluster = this.tables.clusters.get(service.clusterArn);
    const taskDefinition = this.tables.taskDefinitions.get(primary.taskDefinition);
    if (cluster === undefined || taskDefinition === undefined) return;
    const { subnets: subnetTable } = ec2Tables(this.options.store, this.scope);
    const awsvpc = primary.networkConfiguration?.awsvpcConfiguration;
    const subnets = (awsvpc?.subnets ?? []).flatMap((id) => subnetTable.get(id) ?? []);
    const placed = spreadOverZones(action.count, subnets, observed);
    if (placed.length < action.count) {
      this.cannotPlace(service, "None of the service's subnets exists any more.");
    }
    const perProvider = new Map<string, number>();
    for (const { row } of observed) {
      const provider = row.capacityProviderName ?? '';
      perProvider.set(provider, (perProvider.get(provider) ?? 0) + 1);
    }
    const started = placed.map((subnet) => {
      const provider = chooseCapacityProvider(primary.capacityProviderStrategy ?? [], perProvider);
      if (provider !== undefined) perProvider.set(provider, (perProvider.get(provider) ?? 0) + 1);
      const task = newTask(
        {
          cluster,
          taskDefinition,
          group: `service:${service.serviceName}`,
          startedBy: primary.id,
          serviceName: service.serviceName,
          launchType: primary.launchType,
          capacityProviderName: provider,
          platformVersion: primary.platformVersion,
          // The scheduler's choice of zone: the task's interface goes into this very subnet.
          networkConfiguration: { awsvpcConfiguration: { ...awsvpc, subnets: [subnet.subnetId] } },
          enableExecuteCommand: service.enableExecuteCommand,
          tags: propagatedTags(service, taskDefinition.tags),
        },
        this.nowMs,
        this.options.ids,
      );
      return { ...task, observed: { ...task.observed, availabilityZone: subnet.availabilityZone } };
    });
    if (started.length === 0) return;
    for (const task of started) this.saveTask(task);
    this.noteServiceDeployment(primary.serviceDeploymentArn, { status: 'IN_PROGRESS' });
    this.event(
      service,
      schedulerEvents.started(
        started.map(({ taskId }) => taskId),
        action.replacedUnhealthy,
      ),
      { eventName: 'TASKS_STARTED' },
    );
  }

  private stop(
    service: ServiceRow,
    primary: DeploymentRow,
    observed: readonly ObservedTask[],
    action: Extract<SchedulerAction, { kind: 'stop' }>,
  ): void {
    const stopping = observed.filter(({ taskArn }) => action.taskArns.includes(taskArn));
    for (const { row, cause } of stopping) {
      if (action.cause === 'unhealthy' && cause !== undefined) {
        this.event(service, schedulerEvents.unhealthy(row.taskId, cause));
      }
      const reason =
        action.cause === 'unhealthy' ? unhealthyStoppedReason(cause) : scalingStoppedReason(primary.id);
      this.saveTask(stopTask(row, 'ServiceSchedulerInitiated', reason));
    }
    const running = stopping.filter((task) => task.running);
    const pending = stopping.length - running.length;
    if (running.length > 0)
      this.event(service, schedulerEvents.stopped(running.map(({ row }) => row.taskId)), {
        eventName: 'TASKS_STOPPED',
      });
    if (pending > 0) this.event(service, schedulerEvents.stoppedPending(pending));
  }

  /** How long the start throttle still holds the scheduler back, in milliseconds. */
  private backoffRemainingMs(service: ServiceRow, primary: DeploymentRow, tasks: readonly TaskRow[]): number {
    const { count, lastAtMs } = consecutiveStartFailures(primary, tasks);
    const waitMs = this.options.timing.scaled('ecs-start-backoff', startBackoffMs(count));
    const remainingMs = lastAtMs + waitMs - this.nowMs;
    if (waitMs === 0 || remainingMs <= 0) return 0;
    if (this.options.startMaySucceedNow?.(this.scope, primary.taskDefinition) === true) return 0;
    this.event(service, schedulerEvents.flapping, { eventName: 'SERVICE_TASK_START_IMPAIRED' });
    return remainingMs;
  }

  private service(): ServiceRow {
    const row = this.tables.services.get(this.serviceArn);
    if (row === undefined) throw new Error(`service ${this.serviceArn} has gone`);
    return row;
  }

  private withState(
    deployment: DeploymentRow,
    rolloutState: DeploymentRow['observed']['rolloutState'],
    rolloutStateReason: string,
  ): DeploymentRow {
    return {
      ...deployment,
      observed: { ...deployment.observed, rolloutState, rolloutStateReason, updatedAtMs: this.nowMs },
    };
  }

  private putDeployment(changed: DeploymentRow): void {
    this.tables.services.update(this.serviceArn, (service) => ({
      ...service,
      deployments: service.deployments.map((deployment) =>
        deployment.id === changed.id ? changed : deployment,
      ),
    }));
  }

  private noteServiceDeployment(
    arn: string,
    change: Partial<ReturnType<EcsTables['serviceDeployments']['update']>['observed']>,
  ): void {
    const row = this.tables.serviceDeployments.get(arn);
    if (row === undefined) return;
    if (Object.entries(change).every(([name, value]) => row.observed[name as keyof typeof change] === value))
      return;
    this.tables.serviceDeployments.put(arn, {
      ...row,
      observed: {
        startedAtMs: this.nowMs,
        ...row.observed,
        ...change,
        updatedAtMs: this.nowMs,
      },
    });
  }

  private cannotPlace(service: ServiceRow, reason: string): void {
    this.event(service, schedulerEvents.cannotPlace(reason), {
      eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
      reason,
    });
  }

  private saveTask(task: TaskRow): void {
    saveTask(this.options, this.scope, task);
  }

  private tell(deployment: DeploymentRow): void {
    tellDeploymentState(this.options, this.scope, this.serviceArn, deployment);
  }

  /** What is news to the service's own list of events is news on the event bus too, where it has a name there. */
  private event(
    service: ServiceRow,
    message: string,
    action?: { readonly eventName: ServiceActionName; readonly reason?: string },
  ): void {
    const { store, ids } = this.options;
    const isNew = appendServiceEvent(store, this.scope, service, message, this.nowMs, ids);
    if (isNew && action !== undefined) tellServiceAction(this.options, this.scope, service, action);
  }
}

/** A task that still serves or drains. One that is past its drain no longer holds up the deployment. */
function occupies({ observed: { lastStatus } }: TaskRow): boolean {
  return !['STOPPING', 'DEPROVISIONING', 'STOPPED'].includes(lastStatus);
}

function propagatedTags(service: ServiceRow, taskDefinitionTags: ServiceRow['tags']): ServiceRow['tags'] {
  switch (service.propagateTags) {
    case 'SERVICE':
      return service.tags;
    case 'TASK_DEFINITION':
      return taskDefinitionTags;
    default:
      return [];
  }
}
