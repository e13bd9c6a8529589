import type { DeploymentRow, TaskRow } from '../../services/ecs/store.ts';

/** Whether a stopped task counts as a failure of its deployment. */
export function isFailure(task: TaskRow): boolean {
  if (task.desiredStatus !== 'STOPPED') return false;
  // Stage 1 of the circuit breaker: it never reached RUNNING. Tasks that the user or the scheduler stopped do not count.
  const neverRan = task.observed.startedAtMs === undefined;
  if (neverRan) return task.stopCode === 'TaskFailedToStart' || task.stopCode === 'EssentialContainerExited';
  // Stage 2: it ran and failed its checks.
  return task.stoppedReason?.startsWith('Task failed ') ?? false;
}

export interface FailureCount {
  readonly failedTasks: number;
  readonly countedTaskArns: readonly string[];
}

/**
 * Counts consecutive failures of a deployment's tasks: each task once, and from zero again when a task is healthy.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function countFailures(
  deployment: DeploymentRow,
  tasks: readonly TaskRow[],
  anyHealthy: boolean,
): FailureCount {
  const counted = new Set(deployment.observed.countedTaskArns);
  const failures = tasks.filter((task) => task.startedBy === deployment.id && isFailure(task));
  const fresh = failures.filter(({ taskArn }) => !counted.has(taskArn));
  return {
    failedTasks: anyHealthy ? 0 : deployment.observed.failedTasks + fresh.length,
    countedTaskArns: failures.map(({ taskArn }) => taskArn),
  };
}

/** The tasks of a deployment or task set that stopped one after another without ever reaching RUNNING, and when the last one did. */
export function consecutiveStartFailures(
  sourceId: string,
  tasks: readonly TaskRow[],
): { readonly count: number; readonly lastAtMs: number; readonly lastReason: string | undefined } {
  const own = tasks
    .filter((task) => task.startedBy === sourceId)
    .toSorted((left, right) => right.createdAtMs - left.createdAtMs);
  let count = 0;
  let lastAtMs = 0;
  let lastReason: string | undefined;
  for (const task of own) {
    if (task.observed.startedAtMs !== undefined) break;
    if (task.desiredStatus !== 'STOPPED') continue;
    if (task.stopCode === 'UserInitiated' || task.stopCode === 'ServiceSchedulerInitiated') continue;
    count++;
    if (count === 1) {
      lastAtMs = task.observed.stoppedAtMs ?? task.observed.stoppingAtMs ?? task.createdAtMs;
      lastReason = task.stoppedReason;
    }
  }
  return { count, lastAtMs, lastReason };
}
