import { type Clock, delay } from '../../core/clock.ts';

const firstIntervalMs = 20;
const longestIntervalMs = 500;

/**
 * Asks `probe` until it resolves to something other than undefined, and resolves to that. Waits between two tries grow
 * from 20 ms to half a second. Rejects with the probe's own error, or with the signal's reason.
 */
export async function waitFor<Result>(
  clock: Clock,
  signal: AbortSignal,
  probe: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let intervalMs = firstIntervalMs; ; intervalMs = Math.min(longestIntervalMs, intervalMs * 1.5)) {
    const result = await probe();
    if (result !== undefined) return result;
    await delay(clock, intervalMs, signal);
  }
}
