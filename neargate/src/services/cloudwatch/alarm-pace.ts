import type { MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Timing } from '../../core/timing.ts';
import type { AlarmConfiguration, AlarmRow } from './store.ts';

/** How an alarm's periods run under a timing profile. All in milliseconds. */
export interface AlarmPace {
  /** How long one of the alarm's periods lasts here. */
  readonly periodMs: number;
  /** How often the alarm is evaluated. */
  readonly intervalMs: number;
  /** How much longer the period is on AWS: what sums of the shorter period are multiplied by to be the same rate. */
  readonly ratio: number;
}

/** Namespaces whose metrics Neargate measures itself, as often as the profile says. Other metrics come when programs send them. */
const measuredHere: readonly string[] = ['AWS/ECS', 'AWS/ApplicationELB', 'ECS/ContainerInsights'];

const minuteMs = 60_000;
const shortestIntervalMs = 10_000;

/**
 * Under `aws` a period is a period. Under the shortened profiles it lasts a twelfth, where that changes nothing of what is
 * measured: an average or a percentile of five seconds is as good as one of a minute, but a count is not. So alarms on counts
 * keep their periods, except those of target tracking, whose target is a rate (requests per target and minute): their counts
 * are compared as rates.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function alarmPace(
  alarm: AlarmConfiguration & Pick<AlarmRow, 'ownedByPolicyArn'>,
  { profile, scaled }: Pick<Timing, 'profile' | 'scaled'>,
): AlarmPace {
  const stats = metricStatsOf(alarm);
  const awsPeriodMs = Math.max(...stats.map(({ Period = 60 }) => Period), 1) * 1000;
  const awsIntervalMs = Math.min(minuteMs, Math.max(shortestIntervalMs, awsPeriodMs));
  const canShorten =
    profile !== 'aws' &&
    stats.every(({ Metric }) => measuredHere.includes(Metric?.Namespace ?? '')) &&
    (alarm.ownedByPolicyArn !== undefined || !stats.some(isCount));
  if (!canShorten) return { periodMs: awsPeriodMs, intervalMs: awsIntervalMs, ratio: 1 };
  // Data is kept by whole seconds.
  const periodMs = Math.ceil(scaled('cloudwatch-period', awsPeriodMs) / 1000) * 1000;
  const intervalMs = Math.min(periodMs, Math.ceil(scaled('cloudwatch-period', awsIntervalMs) / 1000) * 1000);
  return { periodMs, intervalMs, ratio: awsPeriodMs / periodMs };
}

/** The metrics that an alarm reads. */
export function metricStatsOf(alarm: AlarmConfiguration): MetricStat[] {
  if (alarm.metrics !== undefined) return alarm.metrics.flatMap(({ MetricStat: stat }) => stat ?? []);
  return [
    {
      Metric: {
        Namespace: alarm.namespace,
        MetricName: alarm.metricName,
        Dimensions: [...alarm.dimensions],
      },
      Period: alarm.period,
      Stat: alarm.statistic ?? alarm.extendedStatistic,
      Unit: alarm.unit,
    },
  ];
}

/** Whether a statistic grows with the length of the period. */
export function isCount({ Stat = '' }: MetricStat): boolean {
  return /^(Sum|SampleCount|TC|TS)/i.test(Stat);
}
