import type { StartFailures } from './deployments/failures.ts';
import type { ServicePass } from './service-pass.ts';
import type { TaskSource } from './start-tasks.ts';

const firstBackoffMs = 5_000;
const longestBackoffMs = 15 * 60_000;

/**
 * How long the scheduler waits after `failures` consecutive tasks that stopped without ever reaching RUNNING. The first
 * few are retried at once; then the delay doubles up to 15 minutes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html (the steps are not published)
 */
export function startBackoffMs(failures: number): number {
  const patience = 3;
  if (failures < patience) return 0;
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - patience));
}

/** How long the start throttle still holds the scheduler back from starting tasks of `source`, in milliseconds. */
export function throttledForMs(
  pass: ServicePass,
  source: TaskSource,
  { count, lastAtMs }: StartFailures = { count: 0, lastAtMs: 0 },
): number {
  const { environment, scope, nowMs } = pass;
  const waitMs = environment.timing.scaled('ecs-start-backoff', startBackoffMs(count));
  const remainingMs = lastAtMs + waitMs - nowMs;
  if (waitMs === 0 || remainingMs <= 0) return 0;
  return environment.startMaySucceedNow?.(scope, source.taskDefinition) === true ? 0 : remainingMs;
}
