import type { MetricBucket, MetricIdentity, MetricSample, MetricStore } from './metric-store.ts';

/** The finest resolution that CloudWatch knows. */
const resolutionMs = 1000;
/** Three hours of one-second buckets, as CloudWatch keeps high-resolution data. */
const keptBuckets = 3 * 60 * 60;
const keptSeries = 10_000;

interface Series {
  readonly metric: MetricIdentity;
  /** By start of the second, in order of arrival. */
  readonly buckets: Map<number, MetricBucket>;
  lastTimestampMs: number;
}

/** Metrics in bounded memory: the oldest seconds of a metric go first, and the metric longest unwritten goes whole. */
export function memoryMetricStore(): MetricStore {
  const scopes = new Map<string, Map<string, Series>>();
  const keyOf = (metric: MetricIdentity) => JSON.stringify(metric);
  return {
    record(scope, metric, sample) {
      const seriesByKey = scopes.get(scope) ?? new Map<string, Series>();
      scopes.set(scope, seriesByKey);
      const key = keyOf(metric);
      const series = seriesByKey.get(key) ?? { metric, buckets: new Map(), lastTimestampMs: 0 };
      // Re-inserted so that the map's order is the order of last writing.
      seriesByKey.delete(key);
      seriesByKey.set(key, series);
      series.lastTimestampMs = Math.max(series.lastTimestampMs, sample.timestampMs);
      const start = floorTo(sample.timestampMs, resolutionMs);
      const added = bucketOf(start, sample);
      const existing = series.buckets.get(start);
      series.buckets.set(start, existing === undefined ? added : mergeBuckets(start, [existing, added]));
      dropOldest(series.buckets, keptBuckets);
      dropOldest(seriesByKey, keptSeries);
    },
    read(scope, metric, { startMs, endMs, periodMs }) {
      const periods = new Map<number, MetricBucket[]>();
      for (const bucket of scopes.get(scope)?.get(keyOf(metric))?.buckets.values() ?? []) {
        if (bucket.timestampMs < startMs || bucket.timestampMs >= endMs) continue;
        const start = floorTo(bucket.timestampMs, periodMs);
        const period = periods.get(start);
        if (period === undefined) periods.set(start, [bucket]);
        else period.push(bucket);
      }
      return [...periods]
        .map(([start, buckets]) => mergeBuckets(start, buckets))
        .toSorted((left, right) => left.timestampMs - right.timestampMs);
    },
    list: (scope) =>
      [...(scopes.get(scope)?.values() ?? [])].map(({ metric, lastTimestampMs }) => ({
        metric,
        lastTimestampMs,
      })),
  };
}

function floorTo(timestampMs: number, widthMs: number): number {
  return Math.floor(timestampMs / widthMs) * widthMs;
}

function dropOldest(map: Map<unknown, unknown>, kept: number): void {
  for (const key of map.keys()) {
    if (map.size <= kept) return;
    map.delete(key);
  }
}

function bucketOf(timestampMs: number, { unit, values = [], summary }: MetricSample): MetricBucket {
  if (summary !== undefined) return { timestampMs, unit, ...summary, distribution: new Map() };
  const distribution = new Map<number, number>();
  let sampleCount = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const [value, count] of values) {
    sampleCount += count;
    sum += value * count;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    const rounded = Number(value.toPrecision(3));
    distribution.set(rounded, (distribution.get(rounded) ?? 0) + count);
  }
  return { timestampMs, unit, sampleCount, sum, minimum, maximum, distribution };
}

function mergeBuckets(timestampMs: number, buckets: readonly MetricBucket[]): MetricBucket {
  const distribution = new Map<number, number>();
  for (const bucket of buckets) {
    for (const [value, count] of bucket.distribution) {
      distribution.set(value, (distribution.get(value) ?? 0) + count);
    }
  }
  return {
    timestampMs,
    unit: buckets[0]?.unit ?? 'None',
    sampleCount: buckets.reduce((total, { sampleCount }) => total + sampleCount, 0),
    sum: buckets.reduce((total, { sum }) => total + sum, 0),
    minimum: Math.min(...buckets.map(({ minimum }) => minimum)),
    maximum: Math.max(...buckets.map(({ maximum }) => maximum)),
    distribution,
  };
}
