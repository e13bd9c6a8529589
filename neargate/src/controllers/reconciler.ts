import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import { sharedAbortController } from '../core/shared-abort.ts';
import type { Store } from '../store/store.ts';
import type { Change } from '../store/table.ts';
import { WorkQueue } from './work-queue.ts';

export interface ReconcileResult {
  /** Look at the key again after so long, even when nothing changes. */
  readonly requeueAfterMs?: number;
}

/**
 * Brings one kind of thing from what is observed to what is desired. Level-triggered: a key only says where to look;
 * state is read afresh, and running twice is harmless. An error is retried with backoff.
 */
export interface Reconciler {
  readonly name: string;
  /** How many keys it works on at a time; absent: 16. Without a bound where keys wait long for the world and must not wait for each other. */
  readonly concurrency?: number;
  /** Which keys a change concerns. Most changes concern none. */
  keysFor(change: Change): readonly string[];
  /** The keys to look at once at start: after a crash this is the whole recovery. */
  initialKeys(): Iterable<string>;
  reconcile(key: string, signal: AbortSignal): Promise<ReconcileResult | undefined>;
}

export interface RunningReconcilers {
  /** Ends the subscriptions, aborts what waits, and resolves when no reconcile is under way. */
  stop(): Promise<void>;
}

const defaultConcurrency = 16;

/** Feeds the store's changes to the reconcilers until stopped. */
export function startReconcilers(
  reconcilers: readonly Reconciler[],
  environment: { store: Store; clock: Clock; log: Logger },
): RunningReconcilers {
  const { store, clock, log } = environment;
  const abort = sharedAbortController();
  const running = reconcilers.map((reconciler) => ({
    reconciler,
    queue: new WorkQueue({
      clock,
      concurrency: reconciler.concurrency ?? defaultConcurrency,
      work: async (key) => (await reconciler.reconcile(key, abort.signal))?.requeueAfterMs,
      onFailure(key, error) {
        if (!abort.signal.aborted) log.error(`${reconciler.name}: reconcile failed`, { key, error });
      },
    }),
  }));
  const unsubscribe = store.subscribe((changes) => {
    for (const { reconciler, queue } of running) {
      for (const change of changes) for (const key of reconciler.keysFor(change)) queue.add(key);
    }
  });
  for (const { reconciler, queue } of running) for (const key of reconciler.initialKeys()) queue.add(key);
  return {
    async stop() {
      unsubscribe();
      abort.abort(new Error('stopping'));
      await Promise.all(running.map(({ queue }) => queue.stop()));
    },
  };
}
