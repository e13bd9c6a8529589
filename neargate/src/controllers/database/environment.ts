import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Timing } from '../../core/timing.ts';
import type { DatabaseDriver } from '../../drivers/postgres/driver.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Store } from '../../store/store.ts';

/** What the reconciler of DB instances needs of its surroundings. */
export interface DatabaseEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly driver: DatabaseDriver;
  readonly timing: Timing;
  /** The context in which RDS itself acts, for an account and region. */
  readonly contextOf: (scope: string) => OperationContext;
}
