import { formatArn } from '../../core/arn.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import { groupNotFound, invalidParameter, streamNotFound } from './errors.ts';
import type { LogStreamAddress } from './log-store.ts';
import { type LogGroupRow, logGroupOf, logsTablesOf, type LogStreamRow } from './store.ts';

export const logGroupName = { min: 1, max: 512, pattern: String.raw`[\.\-_/#A-Za-z0-9]+` } as const;
export const logStreamName = { min: 1, max: 512, pattern: '[^:*]*' } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export function groupArn({ caller }: OperationContext, name: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'logs', region, accountId, resource: `log-group:${name}` });
}

export function streamArn(group: LogGroupRow, name: string): string {
  return `${group.arn}:log-stream:${name}`;
}

/** The group of a name, or of an identifier that may be a name or an ARN with or without `:*`. */
export function findGroup(
  context: OperationContext,
  name: string | undefined,
  identifier?: string,
): LogGroupRow {
  if (name !== undefined && identifier !== undefined) {
    throw invalidParameter('LogGroup name and LogGroup identifier are mutually exclusive parameters.');
  }
  const given = name ?? identifier;
  if (given === undefined)
    throw invalidParameter('Either logGroupName or logGroupIdentifier must be specified.');
  const row = logsTablesOf(context).groups.get(groupNameOf(given));
  if (row === undefined) throw groupNotFound();
  return row;
}

export function groupNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:[^:]+:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '');
}

export function findStream(context: OperationContext, group: LogGroupRow, name: string): LogStreamRow {
  const row = logsTablesOf(context).streams.get(streamArn(group, name));
  if (row === undefined) throw streamNotFound();
  return row;
}

export function streamsOf(context: OperationContext, group: LogGroupRow): LogStreamRow[] {
  return [...logsTablesOf(context).streams.group(logGroupOf, group.logGroupName).values()];
}

export function addressOf(context: OperationContext, stream: LogStreamRow): LogStreamAddress {
  return {
    scope: regionalScope(context.caller),
    group: stream.logGroupName,
    stream: stream.logStreamName,
  };
}

/** The earliest timestamp that the group's retention still keeps. */
export function retainedFromMs(group: LogGroupRow, nowMs: number): number {
  return group.retentionInDays === undefined
    ? Number.NEGATIVE_INFINITY
    : nowMs - group.retentionInDays * 24 * 60 * 60 * 1000;
}
