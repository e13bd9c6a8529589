import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Timing } from '../../core/timing.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Store } from '../../store/store.ts';

/** What carrying out deployments needs of its surroundings. */
export interface CodeDeployEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timing: Timing;
  /** What an operation gets that is called for an account and region. */
  contextOf(scope: string): OperationContext;
}
