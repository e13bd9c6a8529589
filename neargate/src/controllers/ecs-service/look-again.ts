import type { ReconcileResult } from '../reconciler.ts';
import type { ServicePass } from './service-pass.ts';
import type { ObservedTask } from './service-view.ts';

/**
 * When time alone may change what is to be done: a task's health, the end of a throttle, or one of `alsoAtMs` (epoch
 * milliseconds).
 */
export function lookAgain(
  { nowMs }: ServicePass,
  observed: readonly ObservedTask[],
  throttledMs: number,
  alsoAtMs: readonly (number | undefined)[] = [],
): ReconcileResult | undefined {
  const atMs = Math.min(
    ...[...observed.map((task) => task.lookAgainAtMs), ...alsoAtMs].map(
      (time) => time ?? Number.POSITIVE_INFINITY,
    ),
    throttledMs > 0 ? nowMs + throttledMs : Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(atMs) ? { requeueAfterMs: Math.max(1, atMs - nowMs) } : undefined;
}
