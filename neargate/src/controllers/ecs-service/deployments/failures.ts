import type { DeploymentRow, TaskRow } from '../../../services/ecs/store.ts';

/**
 * On AWS a task whose containers have started is ACTIVATING for several seconds, while its targets are registered, before it is
 * RUNNING. Here that takes no time, so a program that ends sooner than this counts as one that has never reached RUNNING.
 */
const activatingMs = 10_000;

/** Whether the task has been RUNNING as AWS would have seen it. */
export function hasReachedRunning(task: TaskRow): boolean {
  const { startedAtMs, stoppingAtMs, executionStoppedAtMs, stoppedAtMs } = task.observed;
  if (startedAtMs === undefined) return false;
  if (task.stopCode !== 'EssentialContainerExited') return true;
  const endedAtMs = stoppingAtMs ?? executionStoppedAtMs ?? stoppedAtMs ?? Number.POSITIVE_INFINITY;
  return endedAtMs - startedAtMs >= activatingMs;
}

/** Stage 1 of the circuit breaker: it never reached RUNNING. Tasks that the user or the scheduler stopped do not count. */
export function failedToStart(task: TaskRow): boolean {
  if (task.desiredStatus !== 'STOPPED' || hasReachedRunning(task)) return false;
  return task.stopCode === 'TaskFailedToStart' || task.stopCode === 'EssentialContainerExited';
}

/** Stage 2: it ran and failed its checks. */
export function failedChecks(task: TaskRow): boolean {
  return task.desiredStatus === 'STOPPED' && (task.stoppedReason?.startsWith('Task failed ') ?? false);
}

export function isFailure(task: TaskRow): boolean {
  return failedToStart(task) || failedChecks(task);
}

export type FailureCount = Pick<
  DeploymentRow['observed'],
  'failedTasks' | 'countedTaskArns' | 'healthyTaskArns' | 'hasReachedRunning' | 'startFailures'
>;

/**
 * Counts the consecutive failures of a deployment's tasks, each task once. Until one of them has reached RUNNING, tasks that do
 * not start count; from then on those that fail their checks. A task that becomes healthy sets the count back to zero, unless
 * the circuit breaker says not to. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 * @param healthyTaskArns the deployment's tasks that are healthy now
 */
export function countFailures(
  { id, observed }: DeploymentRow,
  tasks: readonly TaskRow[],
  healthyTaskArns: readonly string[],
  options: { readonly nowMs: number; readonly resetAtMs: number; readonly resetOnHealthyTask: boolean },
): FailureCount {
  const own = tasks.filter((task) => task.startedBy === id);
  const counted = new Set(observed.countedTaskArns);
  const failures = own.filter(isFailure);
  const fresh = failures.filter(({ taskArn }) => !counted.has(taskArn));
  const counting = fresh.filter((task) => failedChecks(task) || observed.hasReachedRunning !== true);
  const known = new Set(observed.healthyTaskArns);
  const resets = options.resetOnHealthyTask && healthyTaskArns.some((arn) => !known.has(arn));
  const shown = new Set(own.map(({ taskArn }) => taskArn));
  return {
    failedTasks: resets ? 0 : observed.failedTasks + counting.length,
    countedTaskArns: failures.map(({ taskArn }) => taskArn),
    healthyTaskArns: [...new Set([...known, ...healthyTaskArns])].filter((arn) => shown.has(arn)),
    startFailures: countStartFailures(observed.startFailures, own, fresh, options),
    hasReachedRunning:
      observed.hasReachedRunning === true ||
      healthyTaskArns.length > 0 ||
      own.some((task) => ranLongEnough(task, options.nowMs)),
  };
}

function ranLongEnough(task: TaskRow, nowMs: number): boolean {
  const { startedAtMs } = task.observed;
  return hasReachedRunning(task) && startedAtMs !== undefined && nowMs - startedAtMs >= activatingMs;
}

/** Tasks of a deployment or task set that stopped one after another without ever reaching RUNNING. */
export interface StartFailures {
  readonly count: number;
  /** When the last one was seen, epoch milliseconds. */
  readonly lastAtMs: number;
}

/**
 * Goes on counting consecutive starts that failed. One that succeeds ends the count, as does `resetAtMs`, the latest update of
 * the service. The count is kept, since stopped tasks are forgotten after an hour. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 * @param own the tasks of the deployment or task set
 * @param fresh those of them that failed since the last count
 */
export function countStartFailures(
  before: StartFailures | undefined,
  own: readonly TaskRow[],
  fresh: readonly TaskRow[],
  { nowMs, resetAtMs }: { readonly nowMs: number; readonly resetAtMs: number },
): StartFailures {
  const { count, lastAtMs } = before ?? { count: 0, lastAtMs: 0 };
  const isOver =
    resetAtMs > lastAtMs || own.some((task) => task.createdAtMs >= lastAtMs && ranLongEnough(task, nowMs));
  const failed = fresh.filter(failedToStart).length;
  return {
    count: (isOver ? 0 : count) + failed,
    lastAtMs: failed > 0 ? nowMs : lastAtMs,
  };
}
