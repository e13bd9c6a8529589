import type {
  DeleteMetricFilterRequest,
  DeleteSubscriptionFilterRequest,
  DescribeMetricFiltersRequest,
  DescribeMetricFiltersResponse,
  DescribeSubscriptionFiltersRequest,
  DescribeSubscriptionFiltersResponse,
  PutMetricFilterRequest,
  PutSubscriptionFilterRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { invalidNextToken, limitExceeded, resourceNotFound } from '../errors.ts';
import { findGroup } from '../groups.ts';
import { filterKey, logGroupOf, logsTablesOf } from '../store.ts';

type Empty = Record<string, never>;

const maxSubscriptionFilters = 2;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html */
export const putSubscriptionFilter = operation<PutSubscriptionFilterRequest, Empty>({
  handle(context, input) {
    const { filterName = '', filterPattern = '', destinationArn = '', roleArn } = input;
    const { logGroupName } = findGroup(context, input.logGroupName);
    const { subscriptionFilters } = logsTablesOf(context);
    const key = filterKey(logGroupName, filterName);
    const existing = subscriptionFilters.group(logGroupOf, logGroupName);
    if (!existing.has(key) && existing.size >= maxSubscriptionFilters) throw limitExceeded();
    subscriptionFilters.put(key, {
      logGroupName,
      filterName,
      filterPattern,
      destinationArn,
      roleArn,
      distribution: input.distribution ?? 'ByLogStream',
      createdAtMs: subscriptionFilters.get(key)?.createdAtMs ?? context.clock.now(),
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html */
export const describeSubscriptionFilters = operation<
  DescribeSubscriptionFiltersRequest,
  DescribeSubscriptionFiltersResponse
>({
  handle(context, { filterNamePrefix = '', nextToken, limit = 50, ...input }) {
    const { logGroupName } = findGroup(context, input.logGroupName);
    const existing = logsTablesOf(context).subscriptionFilters.group(logGroupOf, logGroupName);
    const rows = [...existing.values()].filter((row) => row.filterName.startsWith(filterNamePrefix));
    const page = paginate(rows, (row) => row.filterName, { token: nextToken, limit }, invalidNextToken);
    return {
      subscriptionFilters: page.items.map(({ createdAtMs, ...row }) => ({
        ...row,
        creationTime: createdAtMs,
      })),
      nextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteSubscriptionFilter.html */
export const deleteSubscriptionFilter = operation<DeleteSubscriptionFilterRequest, Empty>({
  handle(context, input) {
    const { logGroupName } = findGroup(context, input.logGroupName);
    const { subscriptionFilters } = logsTablesOf(context);
    if (!subscriptionFilters.delete(filterKey(logGroupName, input.filterName ?? ''))) {
      throw resourceNotFound('The specified subscription filter does not exist.');
    }
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const putMetricFilter = operation<PutMetricFilterRequest, Empty>({
  handle(context, input) {
    const { filterName = '', filterPattern = '', metricTransformations = [] } = input;
    const { logGroupName } = findGroup(context, input.logGroupName);
    const { metricFilters } = logsTablesOf(context);
    const key = filterKey(logGroupName, filterName);
    const createdAtMs = metricFilters.get(key)?.createdAtMs ?? context.clock.now();
    metricFilters.put(key, { logGroupName, filterName, filterPattern, metricTransformations, createdAtMs });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html */
export const describeMetricFilters = operation<DescribeMetricFiltersRequest, DescribeMetricFiltersResponse>({
  handle(context, { logGroupName, filterNamePrefix = '', nextToken, limit = 50 }) {
    const group = logGroupName === undefined ? undefined : findGroup(context, logGroupName);
    const rows = [...logsTablesOf(context).metricFilters.values()].filter(
      (row) =>
        (group === undefined || row.logGroupName === group.logGroupName) &&
        row.filterName.startsWith(filterNamePrefix),
    );
    const keyOf = (row: { logGroupName: string; filterName: string }) =>
      filterKey(row.logGroupName, row.filterName);
    const page = paginate(rows, keyOf, { token: nextToken, limit }, invalidNextToken);
    return {
      metricFilters: page.items.map(({ createdAtMs, metricTransformations, ...row }) => ({
        ...row,
        metricTransformations: [...metricTransformations],
        creationTime: createdAtMs,
      })),
      nextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteMetricFilter.html */
export const deleteMetricFilter = operation<DeleteMetricFilterRequest, Empty>({
  handle(context, input) {
    const { logGroupName } = findGroup(context, input.logGroupName);
    if (!logsTablesOf(context).metricFilters.delete(filterKey(logGroupName, input.filterName ?? ''))) {
      throw resourceNotFound('The specified metric filter does not exist.');
    }
    return {};
  },
});
