import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';

/**
 * Looks now and after each change that concerns it, until it finds something. Rejects with the signal's reason when that is
 * aborted, and with what `look` throws.
 */
export function untilChanged<Found>(
  store: Pick<Store, 'subscribe'>,
  concerns: (change: Change) => boolean,
  look: () => Found | undefined,
  signal: AbortSignal,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    let isScheduled = false;
    const finish = (settle: () => void) => {
      unsubscribe();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = () => finish(() => reject(signal.reason as Error));
    const check = () => {
      isScheduled = false;
      if (signal.aborted) return;
      try {
        const found = look();
        if (found !== undefined) finish(() => resolve(found));
      } catch (error) {
        finish(() => reject(error as Error));
      }
    };
    // A change may come in the middle of others; what they make together is looked at once.
    const unsubscribe = store.subscribe((changes) => {
      if (isScheduled || !changes.some(concerns)) return;
      isScheduled = true;
      setImmediate(check);
    });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else check();
  });
}
