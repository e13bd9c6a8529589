import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../operation.ts';
import { invalidNextToken } from '../errors.ts';
import { addressOf, findGroup, findStream, retainedFromMs } from '../groups.ts';
import type { StoredLogEvent } from '../log-store.ts';

/** A place between two events: after (forward) or before (backward) the named one. */
interface Cursor {
  readonly direction: 'f' | 'b';
  readonly timestampMs: number;
  readonly position: number;
}

/**
 * Both tokens always come back, also at the end of the stream, which a caller knows by getting its own token again.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
export const getLogEvents = operation<GetLogEventsRequest, GetLogEventsResponse>({
  handle(context, input) {
    const {
      logStreamName = '',
      startTime,
      endTime,
      nextToken,
      limit = 10_000,
      startFromHead = false,
    } = input;
    const group = findGroup(context, input.logGroupName, input.logGroupIdentifier);
    const stream = findStream(context, group, logStreamName);
    const events = context.logs.read(addressOf(context, stream), {
      startMs: Math.max(startTime ?? 0, retainedFromMs(group, context.clock.now())),
      endMs: endTime,
    });
    const cursor = nextToken === undefined ? undefined : parseToken(nextToken);
    const page = pageOf(events, cursor, limit, startFromHead);
    const first = page.at(0);
    const last = page.at(-1);
    // An empty page ends where the caller stood, so that it gets its own token again.
    const edge = cursor ?? { timestampMs: 0, position: -1 };
    return {
      events: page.map(({ timestampMs, ingestionTimeMs, message }) => ({
        timestamp: timestampMs,
        ingestionTime: ingestionTimeMs,
        message,
      })),
      nextForwardToken: formatToken('f', last ?? edge),
      nextBackwardToken: formatToken('b', first ?? edge),
    };
  },
});

function pageOf(
  events: readonly StoredLogEvent[],
  cursor: Cursor | undefined,
  limit: number,
  startFromHead: boolean,
): readonly StoredLogEvent[] {
  if (cursor === undefined) return startFromHead ? events.slice(0, limit) : events.slice(-limit);
  const order = (event: StoredLogEvent) =>
    event.timestampMs - cursor.timestampMs || event.position - cursor.position;
  return cursor.direction === 'f'
    ? events.filter((event) => order(event) > 0).slice(0, limit)
    : events.filter((event) => order(event) < 0).slice(-limit);
}

function formatToken(direction: 'f' | 'b', place: { timestampMs: number; position: number }): string {
  return `${direction}/${place.timestampMs}.${place.position}/s`;
}

function parseToken(token: string): Cursor {
  const match = /^([fb])\/(\d+)\.(-?\d+)\/s$/.exec(token);
  if (match === null) throw invalidNextToken();
  return {
    direction: match[1] === 'f' ? 'f' : 'b',
    timestampMs: Number(match[2]),
    position: Number(match[3]),
  };
}
