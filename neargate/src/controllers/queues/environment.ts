import type { Clock } from '../../core/clock.ts';
import type { Timing } from '../../core/timing.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Store } from '../../store/store.ts';

/** What the work behind queues needs of its surroundings. */
export interface QueueEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly timing: Timing;
  /** What an operation gets that is called for an account and region. */
  readonly contextOf: (scope: string) => OperationContext;
}
