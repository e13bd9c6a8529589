import type { MetricStat } from '@aws-sdk/client-cloudwatch';
import type { MathRange } from './metric-math/functions.ts';
import type { Series } from './metric-math/series.ts';
import { metricIdentity, type MetricStore } from './metric-store.ts';
import { statisticOf } from './statistics.ts';

/** The statistic of a metric by period. Periods without data, or whose data cannot tell the statistic, are absent. */
export function readMetric(
  metrics: MetricStore,
  scope: string,
  { Metric, Period = 60, Stat = '', Unit }: MetricStat,
  { startMs, endMs, originMs = 0 }: MathRange,
): Series {
  const periodMs = Period * 1000;
  const identity = metricIdentity(
    Metric?.Namespace ?? '',
    Metric?.MetricName ?? '',
    (Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
  );
  const points = new Map<number, number>();
  for (const bucket of metrics.read(scope, identity, {
    startMs: originMs + alignedStart(startMs - originMs, periodMs),
    endMs,
    periodMs,
    originMs,
  })) {
    const value = statisticOf(bucket, Stat);
    if (value !== undefined && (Unit === undefined || bucket.unit === Unit))
      points.set(bucket.timestampMs, value);
  }
  return { kind: 'series', label: identity.metricName, periodMs, points };
}

/** The start of the period that a time lies in: a period is given whole or not at all. */
export function alignedStart(startMs: number, periodMs: number): number {
  return Math.floor(startMs / periodMs) * periodMs;
}
