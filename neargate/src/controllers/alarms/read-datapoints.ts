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
  const read = (stat: MetricStat) => asRate(readPaced(metrics, scope, stat, pace, range), stat);
  const [sole] = metricStatsOf(alarm);
  let counts: ReadonlyMap<number, number> | undefined;
  const series =
    alarm.metrics === undefined && sole !== undefined
      ? read(sole)
      : evaluateQueries(alarm.metrics ?? [], range, read)[0]?.series;
  const starts = Array.from({ length: count }, (_, index) => endMs - (index + 1) * pace.periodMs);
  return {
    periods: starts.map((timestampMs) => ({ timestampMs, value: series?.points.get(timestampMs) })),
    sampleCountAt(timestampMs) {
      if (alarm.metrics !== undefined || sole === undefined) return undefined;
      counts ??= readPaced(metrics, scope, { ...sole, Stat: 'SampleCount' }, pace, range).points;
      return counts.get(timestampMs);
    },
  };
}

/** The metric by periods as long as the pace has them. Those of one expression may differ; each is shortened alike. */
function readPaced(
  metrics: MetricStore,
  scope: string,
  stat: MetricStat,
  { ratio }: AlarmPace,
  range: MathRange,
): Series {
  const seconds = Math.ceil(awsSeconds(stat) / ratio);
  return readMetric(metrics, scope, { ...stat, Period: seconds }, range);
}

/** Counts of a shortened period as the rate that they are. */
function asRate(series: Series, stat: MetricStat): Series {
  const factor = (awsSeconds(stat) * 1000) / series.periodMs;
  return factor === 1 || !isCount(stat) ? series : mapPoints(series, (value) => value * factor);
}

function awsSeconds({ Period = 60 }: MetricStat): number {
  return Period;
}
