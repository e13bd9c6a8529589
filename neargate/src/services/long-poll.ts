import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';

/** What a caller that lets AWS wait is waiting for: the operation is run again then. */
export interface LongPoll {
  /** How long from the start of the call. */
  readonly waitMs: number;
  /** A change in this table may be it. */
  readonly table: string;
  readonly scope: string;
  /** So may this time. */
  readonly nextAtMs: number | undefined;
}

/** Resolves at a change in the table, or at `untilMs`. */
export function changeOrTime(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { table, scope }: Pick<LongPoll, 'table' | 'scope'>,
  untilMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      unsubscribe();
      cancel();
      resolve();
    };
    const unsubscribe = store.subscribe((changes) => {
      if (changes.some((change) => change.table === table && change.scope === scope)) done();
    });
    const cancel = clock.setTimer(Math.max(0, untilMs - clock.now()), done);
  });
}
