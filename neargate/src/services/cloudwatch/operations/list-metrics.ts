import type { ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginateByKey } from '../../pagination.ts';
import { invalidNextToken } from '../errors.ts';
import type { MetricIdentity } from '../metric-store.ts';

const pageSize = 500;
const hourMs = 60 * 60 * 1000;
const twoWeeksMs = 14 * 24 * hourMs;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export const listMetrics = operation<ListMetricsInput, ListMetricsOutput>({
  handle(context, { Namespace, MetricName, Dimensions = [], RecentlyActive, NextToken }) {
    const since = context.clock.now() - (RecentlyActive === undefined ? twoWeeksMs : 3 * hourMs);
    const metrics = context.metrics
      .list(regionalScope(context.caller))
      .filter(({ lastTimestampMs }) => lastTimestampMs >= since)
      .map(({ metric }) => metric)
      .filter((metric) => Namespace === undefined || metric.namespace === Namespace)
      .filter((metric) => MetricName === undefined || metric.metricName === MetricName)
      .filter((metric) => Dimensions.every((filter) => hasDimension(metric, filter)));
    const page = paginateByKey(metrics, keyOf, { token: NextToken, limit: pageSize }, invalidNextToken);
    return {
      Metrics: page.items.map(({ namespace, metricName, dimensions }) => ({
        Namespace: namespace,
        MetricName: metricName,
        Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      })),
      NextToken: page.nextToken,
    };
  },
});

function hasDimension(
  { dimensions }: MetricIdentity,
  filter: NonNullable<ListMetricsInput['Dimensions']>[number],
): boolean {
  return dimensions.some(
    ({ name, value }) => name === filter.Name && (filter.Value === undefined || value === filter.Value),
  );
}

function keyOf(metric: MetricIdentity): string {
  return JSON.stringify([metric.namespace, metric.metricName, metric.dimensions]);
}
