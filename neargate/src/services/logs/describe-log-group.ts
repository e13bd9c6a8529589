import type { LogGroup, LogStream } from '@aws-sdk/client-cloudwatch-logs';
import type { OperationContext } from '../context.ts';
import { addressOf, streamsOf } from './groups.ts';
import { type LogGroupRow, logGroupOf, logsTablesOf, type LogStreamRow } from './store.ts';

export function describeLogGroup(context: OperationContext, row: LogGroupRow): LogGroup {
  const { metricFilters } = logsTablesOf(context);
  const storedBytes = streamsOf(context, row)
    .map((stream) => context.logs.summary(addressOf(context, stream)).storedBytes)
    .reduce((total, bytes) => total + bytes, 0);
  return {
    logGroupName: row.logGroupName,
    creationTime: row.createdAtMs,
    retentionInDays: row.retentionInDays,
    metricFilterCount: metricFilters.group(logGroupOf, row.logGroupName).size,
    arn: `${row.arn}:*`,
    logGroupArn: row.arn,
    storedBytes,
    kmsKeyId: row.kmsKeyId,
    logGroupClass: row.logGroupClass,
    deletionProtectionEnabled: row.deletionProtectionEnabled,
  };
}

export function describeLogStream(context: OperationContext, row: LogStreamRow): LogStream {
  const summary = context.logs.summary(addressOf(context, row));
  return {
    logStreamName: row.logStreamName,
    creationTime: row.createdAtMs,
    firstEventTimestamp: summary.firstEventTimestampMs,
    lastEventTimestamp: summary.lastEventTimestampMs,
    lastIngestionTime: summary.lastIngestionTimeMs,
    uploadSequenceToken: String(summary.eventCount),
    arn: row.arn,
    storedBytes: 0,
  };
}
