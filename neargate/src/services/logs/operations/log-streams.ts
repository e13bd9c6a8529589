import type {
  CreateLogStreamRequest,
  DeleteLogStreamRequest,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { describeLogStream } from '../describe-log-group.ts';
import { invalidNextToken, invalidParameter, streamAlreadyExists } from '../errors.ts';
import { addressOf, findGroup, findStream, streamArn, streamsOf } from '../groups.ts';
import { logsTablesOf } from '../store.ts';

type Empty = Record<string, never>;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const createLogStream = operation<CreateLogStreamRequest, Empty>({
  handle(context, input) {
    const group = findGroup(context, input.logGroupName);
    const name = input.logStreamName ?? '';
    const arn = streamArn(group, name);
    const { streams } = logsTablesOf(context);
    if (streams.has(arn)) throw streamAlreadyExists();
    streams.put(arn, {
      logGroupName: group.logGroupName,
      logStreamName: name,
      arn,
      createdAtMs: context.clock.now(),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const deleteLogStream = operation<DeleteLogStreamRequest, Empty>({
  handle(context, input) {
    const row = findStream(context, findGroup(context, input.logGroupName), input.logStreamName ?? '');
    logsTablesOf(context).streams.delete(row.arn);
    context.logs.deleteStream(addressOf(context, row));
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams = operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse>({
  handle(context, input) {
    const {
      logStreamNamePrefix,
      orderBy = 'LogStreamName',
      descending = false,
      nextToken,
      limit = 50,
    } = input;
    if (orderBy === 'LastEventTime' && logStreamNamePrefix !== undefined) {
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    }
    const group = findGroup(context, input.logGroupName, input.logGroupIdentifier);
    const streams = streamsOf(context, group)
      .filter((row) => row.logStreamName.startsWith(logStreamNamePrefix ?? ''))
      .map((row) => describeLogStream(context, row))
      .toSorted((left, right) =>
        orderBy === 'LastEventTime'
          ? (left.lastEventTimestamp ?? 0) - (right.lastEventTimestamp ?? 0)
          : (left.logStreamName ?? '') < (right.logStreamName ?? '')
            ? -1
            : 1,
      );
    if (descending) streams.reverse();
    const page = paginate(streams, ({ arn = '' }) => arn, { token: nextToken, limit }, invalidNextToken);
    return { logStreams: page.items, nextToken: page.nextToken };
  },
});
