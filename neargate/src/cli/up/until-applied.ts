import type { Server } from '../../runtime/server.ts';

/** Resolves when the engine has brought about all that it was asked for, by whoever ran it last, or when the signal is aborted. */
export function untilApplied(
  server: Pick<Server, 'onChange' | 'unfinishedRuns'>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const isOver = () => signal.aborted || server.unfinishedRuns().length === 0;
    if (isOver()) {
      resolve();
      return;
    }
    const look = () => {
      if (!isOver()) return;
      unsubscribe();
      signal.removeEventListener('abort', look);
      resolve();
    };
    const unsubscribe = server.onChange(look);
    signal.addEventListener('abort', look);
  });
}
