import type {
  InputLogEvent,
  PutLogEventsRequest,
  PutLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { addressOf, findGroup, findStream, retainedFromMs } from '../groups.ts';
import { eventOverheadBytes } from '../log-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const maxBatchBytes = 1_048_576;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const putLogEvents = operation<PutLogEventsRequest, PutLogEventsResponse>({
  handle(context, { logGroupName, logStreamName = '', logEvents = [] }) {
    const group = findGroup(context, logGroupName);
    const stream = findStream(context, group, logStreamName);
    requireBatch(logEvents);
    const nowMs = context.clock.now();
    const timestamps = logEvents.map(({ timestamp = 0 }) => timestamp);
    const tooOld = timestamps.filter((timestamp) => timestamp < nowMs - 14 * dayMs).length;
    const expired = timestamps.filter((timestamp) => timestamp < retainedFromMs(group, nowMs)).length;
    const tooNewFrom = timestamps.findIndex((timestamp) => timestamp > nowMs + dayMs / 12);
    const accepted = logEvents.slice(Math.max(tooOld, expired), tooNewFrom === -1 ? undefined : tooNewFrom);
    const address = addressOf(context, stream);
    context.logs.append(
      address,
      accepted.map(({ timestamp = 0, message = '' }) => ({
        timestampMs: timestamp,
        ingestionTimeMs: nowMs,
        message,
      })),
    );
    return {
      nextSequenceToken: String(context.logs.summary(address).eventCount),
      rejectedLogEventsInfo:
        accepted.length === logEvents.length
          ? undefined
          : {
              tooNewLogEventStartIndex: tooNewFrom === -1 ? undefined : tooNewFrom,
              tooOldLogEventEndIndex: tooOld === 0 ? undefined : tooOld,
              expiredLogEventEndIndex: expired === 0 ? undefined : expired,
            },
    };
  },
});

/** What AWS refuses as a whole. Rejection of single events needs the batch in order, which is checked here. */
function requireBatch(events: readonly InputLogEvent[]): void {
  let bytes = 0;
  let previous = Number.NEGATIVE_INFINITY;
  for (const { timestamp, message } of events) {
    if (timestamp === undefined || message === undefined || message === '') {
      throw invalidParameter('Log events must have a timestamp and a message of at least one character.');
    }
    if (timestamp < previous) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    previous = timestamp;
    bytes += Buffer.byteLength(message) + eventOverheadBytes;
  }
  if (bytes > maxBatchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${maxBatchBytes}`);
  }
  if (previous - (events[0]?.timestamp ?? 0) > dayMs) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
}
