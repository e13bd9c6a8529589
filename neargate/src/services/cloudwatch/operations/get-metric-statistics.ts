import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidParameterCombination, invalidParameterValue } from '../errors.ts';
import { type MetricBucket, metricIdentity } from '../metric-store.ts';
import { alignedStart } from '../read-metric.ts';
import { parseExtendedStatistic } from '../statistic-names.ts';
import { basicStatistic, statisticOf } from '../statistics.ts';

const maxDatapoints = 1440;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const getMetricStatistics = operation<GetMetricStatisticsInput, GetMetricStatisticsOutput>({
  handle(context, input) {
    const { Namespace = '', MetricName = '', Dimensions = [], Unit, Statistics, ExtendedStatistics } = input;
    if ((Statistics ?? ExtendedStatistics) === undefined)
      throw invalidParameterCombination('Must specify either Statistics or ExtendedStatistics');
    for (const name of ExtendedStatistics ?? []) {
      if (parseExtendedStatistic(name) === undefined)
        throw invalidParameterValue(
          `The value ${name} for parameter ExtendedStatistics.member is not supported.`,
        );
    }
    const metric = metricIdentity(
      Namespace,
      MetricName,
      Dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
    );
    const buckets = context.metrics
      .read(regionalScope(context.caller), metric, rangeOf(input))
      .filter((bucket) => Unit === undefined || bucket.unit === Unit);
    return { Label: MetricName, Datapoints: buckets.map((bucket) => datapointOf(bucket, input)) };
  },
});

function rangeOf({ StartTime, EndTime, Period = 60 }: GetMetricStatisticsInput) {
  const [startMs, endMs, periodMs] = [StartTime?.getTime() ?? 0, EndTime?.getTime() ?? 0, Period * 1000];
  if (startMs >= endMs)
    throw invalidParameterValue('The parameter StartTime must be less than the parameter EndTime.');
  if (![1, 5, 10, 20, 30].includes(Period) && Period % 60 !== 0)
    throw invalidParameterValue('The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60.');
  const points = Math.ceil((endMs - startMs) / periodMs);
  if (points > maxDatapoints) {
    throw invalidParameterCombination(
      `You have requested up to ${points} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return { startMs: alignedStart(startMs, periodMs), endMs, periodMs };
}

function datapointOf(bucket: MetricBucket, input: GetMetricStatisticsInput): Datapoint {
  const basic = (input.Statistics ?? []).map((name) => [name, basicStatistic(bucket, name)] as const);
  const extended = (input.ExtendedStatistics ?? []).flatMap((name) => {
    const value = statisticOf(bucket, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    Timestamp: new Date(bucket.timestampMs),
    // The store keeps units as they were published, which PutMetricData has checked.
    Unit: bucket.unit as Datapoint['Unit'],
    ...Object.fromEntries(basic),
    ExtendedStatistics: input.ExtendedStatistics === undefined ? undefined : Object.fromEntries(extended),
  };
}
