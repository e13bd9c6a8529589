import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Timing } from '../../core/timing.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import type { TargetHealthView } from './task-health.ts';

/** What the ECS service scheduler stands on. */
export interface SchedulerEnvironment {
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
