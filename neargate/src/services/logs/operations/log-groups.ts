import type {
  AssociateKmsKeyRequest,
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DisassociateKmsKeyRequest,
  PutLogGroupDeletionProtectionRequest,
  PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginateByKey } from '../../pagination.ts';
import { describeLogGroup } from '../describe-log-group.ts';
import { groupAlreadyExists, invalidNextToken, invalidParameter } from '../errors.ts';
import { findGroup, groupArn, retentionDays, streamsOf } from '../groups.ts';
import { logGroupOf, logsTablesOf } from '../store.ts';

type Empty = Record<string, never>;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const createLogGroup = operation<CreateLogGroupRequest, Empty>({
  handle(context, input) {
    const name = input.logGroupName ?? '';
    const { groups } = logsTablesOf(context);
    if (groups.has(name)) throw groupAlreadyExists();
    groups.put(name, {
      logGroupName: name,
      arn: groupArn(context, name),
      createdAtMs: context.clock.now(),
      kmsKeyId: input.kmsKeyId,
      logGroupClass: input.logGroupClass ?? 'STANDARD',
      deletionProtectionEnabled: input.deletionProtectionEnabled ?? false,
      tags: input.tags ?? {},
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const deleteLogGroup = operation<DeleteLogGroupRequest, Empty>({
  handle(context, input) {
    const row = findGroup(context, input.logGroupName);
    if (row.deletionProtectionEnabled) {
      throw invalidParameter('The log group cannot be deleted because deletion protection is enabled.');
    }
    const tables = logsTablesOf(context);
    for (const { arn } of streamsOf(context, row)) tables.streams.delete(arn);
    for (const filters of [tables.metricFilters, tables.subscriptionFilters]) {
      for (const key of filters.group(logGroupOf, row.logGroupName).keys()) filters.delete(key);
    }
    tables.groups.delete(row.logGroupName);
    context.logs.deleteGroup(regionalScope(context.caller), row.logGroupName);
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups = operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse>({
  handle(context, { logGroupNamePrefix, logGroupNamePattern, logGroupClass, nextToken, limit = 50 }) {
    if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
      throw invalidParameter(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    const pattern = logGroupNamePattern?.toLowerCase() ?? '';
    const rows = [...logsTablesOf(context).groups.values()]
      .filter((row) => row.logGroupName.startsWith(logGroupNamePrefix ?? ''))
      .filter((row) => row.logGroupName.toLowerCase().includes(pattern))
      .filter((row) => logGroupClass === undefined || row.logGroupClass === logGroupClass);
    const page = paginateByKey(
      rows,
      (row) => row.logGroupName,
      { token: nextToken, limit },
      invalidNextToken,
    );
    return { logGroups: page.items.map((row) => describeLogGroup(context, row)), nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const putRetentionPolicy = operation<PutRetentionPolicyRequest, Empty>({
  handle(context, input) {
    const { retentionInDays = 0 } = input;
    if (!retentionDays.includes(retentionInDays)) {
      throw invalidParameter(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentionDays.join(', ')}]`,
      );
    }
    const row = findGroup(context, input.logGroupName);
    logsTablesOf(context).groups.put(row.logGroupName, { ...row, retentionInDays });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const deleteRetentionPolicy = operation<DeleteRetentionPolicyRequest, Empty>({
  handle(context, input) {
    const row = findGroup(context, input.logGroupName);
    logsTablesOf(context).groups.put(row.logGroupName, { ...row, retentionInDays: undefined });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html */
export const associateKmsKey = operation<AssociateKmsKeyRequest, Empty>({
  handle(context, { logGroupName: name, resourceIdentifier, kmsKeyId }) {
    const row = findGroup(context, name, resourceIdentifier);
    logsTablesOf(context).groups.put(row.logGroupName, { ...row, kmsKeyId });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html */
export const disassociateKmsKey = operation<DisassociateKmsKeyRequest, Empty>({
  handle(context, { logGroupName: name, resourceIdentifier }) {
    const row = findGroup(context, name, resourceIdentifier);
    logsTablesOf(context).groups.put(row.logGroupName, { ...row, kmsKeyId: undefined });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html */
export const putLogGroupDeletionProtection = operation<PutLogGroupDeletionProtectionRequest, Empty>({
  handle(context, { logGroupIdentifier, deletionProtectionEnabled = false }) {
    const row = findGroup(context, undefined, logGroupIdentifier);
    logsTablesOf(context).groups.put(row.logGroupName, { ...row, deletionProtectionEnabled });
    return {};
  },
});
