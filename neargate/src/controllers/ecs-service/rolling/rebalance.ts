import type { TaskView } from '../plan.ts';
import { countPerZone, stopOrder } from '../zones.ts';

export interface RebalanceView {
  /** The availability zones of the service's subnets. */
  readonly zones: readonly string[];
  readonly desiredCount: number;
  /** The most tasks that the service may have. */
  readonly maximum: number;
  /** Every wanted task of the service. */
  readonly tasks: readonly TaskView[];
  /** The tasks that were started to even out the zones and whose counterparts have not been stopped yet. */
  readonly startedTaskArns: readonly string[];
}

export type RebalanceDecision =
  /** Nothing is to be done now. */
  | { readonly kind: 'none' }
  /** The zones are uneven: start so many tasks, which go to the thinnest zones. */
  | { readonly kind: 'start'; readonly count: number }
  /** What was started is not healthy yet. */
  | { readonly kind: 'wait' }
  /** What was started is healthy: stop as many in the fullest zones. */
  | { readonly kind: 'stop'; readonly taskArns: readonly string[] }
  /** None of what was started is left. */
  | { readonly kind: 'give-up' };

/**
 * Decides how a settled service evens out its availability zones: it starts tasks in the thin ones before it stops tasks in the
 * thick ones. Zones are even when no two differ by more than one task. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
export function planRebalance(view: RebalanceView): RebalanceDecision {
  const { tasks, desiredCount } = view;
  const allHealthy = tasks.every(({ health }) => health === 'healthy');
  if (view.startedTaskArns.length > 0) {
    const started = new Set(view.startedTaskArns);
    if (!tasks.some(({ taskArn }) => started.has(taskArn))) return { kind: 'give-up' };
    if (!allHealthy) return { kind: 'wait' };
    const candidates = tasks.filter(({ taskArn, isProtected }) => !started.has(taskArn) && !isProtected);
    const surplus = stopOrder(candidates, tasks).slice(0, Math.max(0, tasks.length - desiredCount));
    return { kind: 'stop', taskArns: surplus.map(({ taskArn }) => taskArn) };
  }
  if (!allHealthy || tasks.length !== desiredCount) return { kind: 'none' };
  const count = Math.min(movesNeeded(view.zones, tasks), view.maximum - tasks.length);
  return count > 0 ? { kind: 'start', count } : { kind: 'none' };
}

/** How many tasks have to change their zone until no two zones differ by more than one. */
function movesNeeded(zones: readonly string[], tasks: readonly TaskView[]): number {
  const perZone = countPerZone(tasks);
  const counts = [...new Set(zones)].map((zone) => perZone.get(zone) ?? 0);
  if (counts.length < 2) return 0;
  for (let moves = 0; ; moves++) {
    counts.sort((left, right) => left - right);
    const [least = 0] = counts;
    const most = counts.at(-1) ?? 0;
    if (most - least <= 1) return moves;
    counts[0] = least + 1;
    counts[counts.length - 1] = most - 1;
  }
}
