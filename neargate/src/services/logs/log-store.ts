/** One line of a log stream. */
export interface LogEvent {
  readonly timestampMs: number;
  readonly ingestionTimeMs: number;
  readonly message: string;
}

/** An event as it is stored: `position` counts from 0 in the order of arrival within its stream. */
export interface StoredLogEvent extends LogEvent {
  readonly position: number;
}

/** A stream's place. `scope` is the account and region that its group belongs to. */
export interface LogStreamAddress {
  readonly scope: string;
  readonly group: string;
  readonly stream: string;
}

/** What is known of a stream without reading it. Times are absent while the stream is empty. */
export interface LogStreamSummary {
  readonly firstEventTimestampMs?: number;
  readonly lastEventTimestampMs?: number;
  readonly lastIngestionTimeMs?: number;
  readonly eventCount: number;
  readonly storedBytes: number;
}

/**
 * Where log events live: too many for the journal, and losing the last of them in a power cut does no harm. Groups and
 * streams themselves are rows; a stream that was never written to reads as empty.
 */
export interface LogStore {
  append(address: LogStreamAddress, events: readonly LogEvent[]): void;
  /** Events with `startMs` ≤ timestamp < `endMs`, by timestamp and then by arrival. */
  read(
    address: LogStreamAddress,
    range?: { readonly startMs?: number | undefined; readonly endMs?: number | undefined },
  ): readonly StoredLogEvent[];
  summary(address: LogStreamAddress): LogStreamSummary;
  deleteStream(address: LogStreamAddress): void;
  deleteGroup(scope: string, group: string): void;
}

const emptySummary: LogStreamSummary = { eventCount: 0, storedBytes: 0 };

/** CloudWatch Logs counts 26 bytes beside each event's UTF-8 text. */
export const eventOverheadBytes = 26;

/** The summary once `events` have been added. */
export function summarize(
  events: readonly LogEvent[],
  before: LogStreamSummary = emptySummary,
): LogStreamSummary {
  let summary = before;
  for (const { timestampMs, ingestionTimeMs, message } of events) {
    summary = {
      firstEventTimestampMs: Math.min(summary.firstEventTimestampMs ?? timestampMs, timestampMs),
      lastEventTimestampMs: Math.max(summary.lastEventTimestampMs ?? timestampMs, timestampMs),
      lastIngestionTimeMs: Math.max(summary.lastIngestionTimeMs ?? ingestionTimeMs, ingestionTimeMs),
      eventCount: summary.eventCount + 1,
      storedBytes: summary.storedBytes + Buffer.byteLength(message) + eventOverheadBytes,
    };
  }
  return summary;
}

/** The events of `events` inside the range, by timestamp and then by arrival. */
export function selectEvents(
  events: readonly StoredLogEvent[],
  range: { readonly startMs?: number | undefined; readonly endMs?: number | undefined } = {},
): readonly StoredLogEvent[] {
  const { startMs = Number.NEGATIVE_INFINITY, endMs = Number.POSITIVE_INFINITY } = range;
  return events
    .filter(({ timestampMs }) => timestampMs >= startMs && timestampMs < endMs)
    .toSorted((left, right) => left.timestampMs - right.timestampMs || left.position - right.position);
}
