import type { MessageRow } from './store.ts';

export interface MessageCounts {
  readonly visible: number;
  /** Received, and neither deleted nor visible again yet. */
  readonly inFlight: number;
  /** Sent with a delay that is not over. */
  readonly delayed: number;
  /** When the oldest of all was sent; undefined when there is none. */
  readonly oldestSentAtMs: number | undefined;
}

export function countMessages(rows: Iterable<MessageRow>, nowMs: number): MessageCounts {
  let [visible, inFlight, delayed] = [0, 0, 0];
  let oldestSentAtMs: number | undefined;
  for (const { visibleAtMs, receiptHandle, sentAtMs } of rows) {
    if (visibleAtMs <= nowMs) visible += 1;
    else if (receiptHandle === undefined) delayed += 1;
    else inFlight += 1;
    oldestSentAtMs = Math.min(oldestSentAtMs ?? sentAtMs, sentAtMs);
  }
  return { visible, inFlight, delayed, oldestSentAtMs };
}
