import { createHash } from 'node:crypto';
import type {
  FilteredLogEvent,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidNextToken, invalidParameter } from '../errors.ts';
import { parseFilterPattern } from '../filter-pattern.ts';
import { addressOf, findGroup, findStream, retainedFromMs, streamsOf } from '../groups.ts';
import type { LogGroupRow, LogStreamRow } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const filterLogEvents = operation<FilterLogEventsRequest, FilterLogEventsResponse>({
  handle(context, input) {
    const { startTime, endTime, filterPattern = '', nextToken, limit = 10_000 } = input;
    const group = findGroup(context, input.logGroupName, input.logGroupIdentifier);
    const test = parseFilterPattern(filterPattern);
    const range = {
      startMs: Math.max(startTime ?? 0, retainedFromMs(group, context.clock.now())),
      // Inclusive here, unlike in GetLogEvents.
      endMs: endTime === undefined ? undefined : endTime + 1,
    };
    const events = selectedStreams(context, group, input)
      .flatMap((stream) =>
        context.logs
          .read(addressOf(context, stream), range)
          .filter(({ message }) => test(message))
          .map(({ timestampMs, ingestionTimeMs, message, position }): FilteredLogEvent => ({
            logStreamName: stream.logStreamName,
            timestamp: timestampMs,
            ingestionTime: ingestionTimeMs,
            message,
            eventId: eventId(stream, timestampMs, position),
          })),
      )
      .toSorted((left, right) => ((left.eventId ?? '') < (right.eventId ?? '') ? -1 : 1));
    const page = paginate(
      events,
      (event) => event.eventId ?? '',
      { token: nextToken, limit },
      invalidNextToken,
    );
    return { events: page.items, searchedLogStreams: [], nextToken: page.nextToken };
  },
});

function selectedStreams(
  context: OperationContext,
  group: LogGroupRow,
  { logStreamNames, logStreamNamePrefix }: FilterLogEventsRequest,
): LogStreamRow[] {
  if (logStreamNames === undefined) {
    return streamsOf(context, group).filter(({ logStreamName }) =>
      logStreamName.startsWith(logStreamNamePrefix ?? ''),
    );
  }
  if (logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNamePrefix and logStreamNames are mutually exclusive parameters.');
  }
  return logStreamNames.map((name) => findStream(context, group, name));
}

/** Digits that sort by time, then by stream and arrival; the same event always has the same. */
function eventId(stream: LogStreamRow, timestampMs: number, position: number): string {
  const streamNumber = BigInt(`0x${createHash('sha256').update(stream.arn).digest('hex').slice(0, 16)}`);
  const parts = [
    String(timestampMs).padStart(24, '0'),
    String(streamNumber).padStart(20, '0'),
    String(position).padStart(12, '0'),
  ];
  return parts.join('');
}
