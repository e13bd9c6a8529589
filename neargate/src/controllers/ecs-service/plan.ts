import type { TaskBounds } from './bounds.ts';
import { stopOrder } from './zones.ts';

/** What the scheduler knows of one task that is wanted (desired status RUNNING). */
export interface TaskView {
  readonly taskArn: string;
  readonly deploymentId: string;
  readonly availabilityZone: string | undefined;
  readonly createdAtMs: number;
  /**
   * `starting`: not counted as healthy yet. `healthy`: counts for minimumHealthyPercent. `unhealthy`: failed its checks
   * outside the grace period and has to be replaced.
   */
  readonly health: 'starting' | 'healthy' | 'unhealthy';
  /** Whether it has reached RUNNING. */
  readonly running: boolean;
  /** Protected from scale-in by UpdateTaskProtection. */
  readonly isProtected: boolean;
}

export interface ServiceView {
  readonly primaryDeploymentId: string;
  /** False once the primary deployment has failed without a rollback: it starts nothing more, and what runs stays. */
  readonly mayStart: boolean;
  /** A deployment is under way: older deployments have tasks, or the primary one has not been completed. */
  readonly isDeploying: boolean;
  readonly desiredCount: number;
  readonly bounds: TaskBounds;
  readonly tasks: readonly TaskView[];
}

export type SchedulerAction =
  | { readonly kind: 'start'; readonly count: number; readonly replacedUnhealthy: number }
  | {
      readonly kind: 'stop';
      readonly taskArns: readonly string[];
      /** `scaling`: no longer wanted. `unhealthy`: failed its checks. */
      readonly cause: 'scaling' | 'unhealthy';
    }
  /** Neither starting nor stopping is allowed by the bounds, and nothing under way will change that. */
  | { readonly kind: 'blocked' }
  /** What is left to stop is protected from scale-in. `ofId`: the deployment or task set of the protected tasks. */
  | { readonly kind: 'protected'; readonly ofId: string; readonly count: number };

/**
 * Decides what brings a service's tasks to the desired count of its primary deployment. Pure.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html: never fewer healthy tasks than
 * the lower bound because of a deployment, never more tasks than the upper bound.
 *
 * Walk: desired 2, 100/200, two old healthy tasks → start 2 (upper bound 4). One new task healthy: 3 healthy − 2 = stop 1
 * old. The other too: stop the last old one.
 */
export function planTasks(service: ServiceView): readonly SchedulerAction[] {
  const { tasks, desiredCount, bounds } = service;
  if (!service.mayStart) return withinMaximum(tasks, bounds);
  const primary = tasks.filter((task) => task.deploymentId === service.primaryDeploymentId);
  const older = tasks.filter((task) => task.deploymentId !== service.primaryDeploymentId);

  const unhealthyToStop = stoppableUnhealthy(service, primary);
  const scalingToStop = [
    ...excess(primary, desiredCount, unhealthyToStop, tasks),
    ...replaceable(older, bounds, tasks),
  ];
  const stopping = new Set([...unhealthyToStop, ...scalingToStop]);

  const sound = primary.filter((task) => task.health !== 'unhealthy' && !stopping.has(task));
  const wanted = Math.max(0, desiredCount - sound.length);
  const room = Math.max(0, bounds.maximum - (tasks.length - stopping.size));
  const startCount = Math.min(wanted, room);

  const actions: SchedulerAction[] = [];
  if (unhealthyToStop.length > 0) {
    actions.push({
      kind: 'stop',
      taskArns: unhealthyToStop.map(({ taskArn }) => taskArn),
      cause: 'unhealthy',
    });
  }
  if (scalingToStop.length > 0) {
    actions.push({ kind: 'stop', taskArns: scalingToStop.map(({ taskArn }) => taskArn), cause: 'scaling' });
  }
  if (startCount > 0) {
    const unhealthy = primary.filter((task) => task.health === 'unhealthy').length;
    actions.push({ kind: 'start', count: startCount, replacedUnhealthy: Math.min(startCount, unhealthy) });
  }
  const nothingUnderWay = tasks.every((task) => task.health !== 'starting');
  const unfinished = wanted > 0 || older.length > 0;
  if (actions.length > 0) return actions;
  const surplus = [...older, ...(sound.length > desiredCount ? sound : [])];
  const [held] = surplus.filter((task) => task.isProtected);
  if (held !== undefined) {
    const count = surplus.filter(
      (task) => task.isProtected && task.deploymentId === held.deploymentId,
    ).length;
    return [{ kind: 'protected', ofId: held.deploymentId, count }];
  }
  return unfinished && nothingUnderWay ? [{ kind: 'blocked' }] : [];
}

/** Of a deployment that has failed what runs stays, but for what a lower desired count leaves no room for. */
function withinMaximum(tasks: readonly TaskView[], bounds: TaskBounds): readonly SchedulerAction[] {
  const surplus = stopOrder(
    tasks.filter((task) => !task.isProtected),
    tasks,
  ).slice(0, Math.max(0, tasks.length - bounds.maximum));
  if (surplus.length === 0) return [];
  return [{ kind: 'stop', taskArns: surplus.map(({ taskArn }) => taskArn), cause: 'scaling' }];
}

/**
 * Unhealthy tasks that may be stopped now. During a deployment at once: they serve nobody and take room. Otherwise a
 * replacement comes first where the upper bound has room for one, and the task goes when enough others are healthy.
 */
function stoppableUnhealthy(service: ServiceView, primary: readonly TaskView[]): readonly TaskView[] {
  const unhealthy = primary.filter((task) => task.health === 'unhealthy');
  if (unhealthy.length === 0 || service.isDeploying) return unhealthy;
  if (countHealthy(primary) >= service.desiredCount) return unhealthy;
  const room = service.bounds.maximum - service.tasks.length;
  const replacementsUnderWay = primary.some((task) => task.health === 'starting');
  return room > 0 || replacementsUnderWay ? [] : unhealthy.slice(0, 1);
}

/** Tasks of the primary deployment beyond the desired count. */
function excess(
  primary: readonly TaskView[],
  desiredCount: number,
  alreadyStopping: readonly TaskView[],
  all: readonly TaskView[],
): readonly TaskView[] {
  const remaining = primary.filter((task) => !alreadyStopping.includes(task) && task.health !== 'unhealthy');
  return stopOrder(
    remaining.filter((task) => !task.isProtected),
    all,
  ).slice(0, Math.max(0, remaining.length - desiredCount));
}

/** Tasks of older deployments that can go: those that serve nobody, and as many healthy ones as the lower bound spares. */
function replaceable(
  older: readonly TaskView[],
  bounds: TaskBounds,
  all: readonly TaskView[],
): readonly TaskView[] {
  const candidates = older.filter((task) => !task.isProtected);
  const idle = candidates.filter((task) => task.health !== 'healthy');
  const healthy = candidates.filter((task) => task.health === 'healthy');
  const spared = Math.max(0, countHealthy(all) - bounds.minimumHealthy);
  return [...idle, ...stopOrder(healthy, all).slice(0, spared)];
}

function countHealthy(tasks: readonly TaskView[]): number {
  return tasks.filter((task) => task.health === 'healthy').length;
}
