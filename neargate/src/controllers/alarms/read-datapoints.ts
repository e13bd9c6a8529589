import type { MetricStat } from '@aws-sdk/client-cloudwatch';
import { type AlarmPace, isCount, metricStatsOf } from '../../services/cloudwatch/alarm-pace.ts';
import { evaluateQueries } from '../../services/cloudwatch/metric-math/evaluate-queries.ts';
import { mapPoints, type Series } from '../../services/cloudwatch/metric-math/series.ts';
import type { MathRange } from '../../services/cloudwatch/metric-math/functions.ts';
import type { MetricStore } from '../../services/cloudwatch/metric-store.ts';
import { readMetric } from '../../services/cloudwatch/read-metric.ts';
import type { AlarmConfiguration } from '../../services/cloudwatch/store.ts';
import type { Period } from './evaluate-alarm.ts';

export interface AlarmData {
  /** Newest first, one entry for each period. */
  readonly periods: readonly Period[];
  /** How many samples were in a period; undefined for expressions. */
  readonly sampleCountAt: (timestampMs: number) => number | undefined;
}

/**
 * What an alarm's metric or expression was in the `count` periods that end at `endMs`. Throws AwsError where its expression
 * cannot be evaluated.
 */
export function readDatapoints(
  metrics: MetricStore,
  scope: string,
  alarm: AlarmConfiguration,
  pace: AlarmPace,
  endMs: number,
  count: number,
): AlarmData {
  const range: MathRange = { startMs: endMs - count * pace.periodMs, endMs, originMs: endMs };
  const read = (stat: MetricStat) => paced(metrics, scope, stat, pace, range);
  const [sole] = metricStatsOf(alarm);
  const series =
    alarm.metrics === undefined && sole !== undefined
      ? read(sole)
      : evaluateQueries(alarm.metrics ?? [], range, read)[0]?.series;
  const starts = Array.from({ length: count }, (_, index) => endMs - (index + 1) * pace.periodMs);
  return {
    periods: starts.map((timestampMs) => ({ timestampMs, value: series?.points.get(timestampMs) })),
    sampleCountAt: (timestampMs) =>
      alarm.metrics === undefined && sole !== undefined
        ? paced(metrics, scope, { ...sole, Stat: 'SampleCount' }, { ...pace, ratio: 1 }, range).points.get(
            timestampMs,
          )
        : undefined,
  };
}

/** The metric by periods as long as the pace has them; counts as the rates that they are. */
function paced(
  metrics: MetricStore,
  scope: string,
  stat: MetricStat,
  { periodMs, ratio }: AlarmPace,
  range: MathRange,
): Series {
  const awsSeconds = stat.Period ?? 60;
  // Metrics of one expression may have periods that differ; each is shortened alike.
  const seconds = ratio === 1 ? awsSeconds : Math.min(periodMs / 1000, Math.ceil(awsSeconds / ratio));
  const series = readMetric(metrics, scope, { ...stat, Period: seconds }, range);
  return ratio !== 1 && isCount(stat) ? mapPoints(series, (value) => value * (awsSeconds / seconds)) : series;
}
