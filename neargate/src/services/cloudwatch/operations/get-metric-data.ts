import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidNextToken, validationError } from '../errors.ts';
import { evaluateQueries, type QueryResult } from '../metric-math/evaluate-queries.ts';
import { validateQueries } from '../query-validation.ts';
import { readMetric } from '../read-metric.ts';

const maxDatapoints = 100_800;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData = operation<GetMetricDataInput, GetMetricDataOutput>({
  input: {
    MetricDataQueries: { required: true },
    StartTime: { required: true },
    EndTime: { required: true },
    ScanBy: { enum: ['TimestampDescending', 'TimestampAscending'] },
    MaxDatapoints: { min: 1, max: maxDatapoints },
  },
  handle(context, { MetricDataQueries = [], StartTime, EndTime, ScanBy, MaxDatapoints, NextToken }) {
    validateQueries(MetricDataQueries);
    const range = { startMs: StartTime?.getTime() ?? 0, endMs: EndTime?.getTime() ?? 0 };
    if (range.startMs >= range.endMs)
      throw validationError('The parameter StartTime must be less than the parameter EndTime.');
    const scope = regionalScope(context.caller);
    const results = evaluateQueries(MetricDataQueries, range, (stat, within) =>
      readMetric(context.metrics, scope, stat, within),
    );
    return pageOf(results, {
      ascending: ScanBy === 'TimestampAscending',
      from: offsetOf(NextToken),
      limit: MaxDatapoints ?? maxDatapoints,
    });
  },
});

/** Cuts `limit` points out of the results, which are counted one after the other. */
function pageOf(
  results: readonly QueryResult[],
  { ascending, from, limit }: { readonly ascending: boolean; readonly from: number; readonly limit: number },
): GetMetricDataOutput {
  let skip = from;
  let left = limit;
  const page = results.map(({ id, label, series }): MetricDataResult => {
    const points = [...series.points];
    if (!ascending) points.reverse();
    const rest = points.slice(Math.min(skip, points.length));
    skip -= points.length - rest.length;
    const given = rest.slice(0, left);
    left -= given.length;
    return {
      Id: id,
      Label: label,
      Timestamps: given.map(([timestampMs]) => new Date(timestampMs)),
      Values: given.map(([, value]) => value),
      StatusCode: given.length === rest.length ? 'Complete' : 'PartialData',
    };
  });
  const total = results.reduce((count, { series }) => count + series.points.size, 0);
  const end = from + limit - left;
  return {
    MetricDataResults: page,
    Messages: [],
    NextToken: end < total ? Buffer.from(`points ${end}`).toString('base64url') : undefined,
  };
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^points (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  if (match === null) throw invalidNextToken();
  return Number(match[1]);
}
