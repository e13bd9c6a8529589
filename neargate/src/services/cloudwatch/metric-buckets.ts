import type { MetricBucket, MetricSample } from './metric-store.ts';

const noDistribution: ReadonlyMap<number, number> = new Map();

export function floorTo(timestampMs: number, widthMs: number): number {
  return Math.floor(timestampMs / widthMs) * widthMs;
}

/** The bucket of one sample alone. */
export function bucketOf(timestampMs: number, { unit, values = [], summary }: MetricSample): MetricBucket {
  if (summary !== undefined) {
    const distribution = values.length === 0 ? noDistribution : new Map(values);
    return { timestampMs, unit, ...summary, distribution };
  }
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

/** One bucket of all; at least one must be given. */
export function mergeBuckets(timestampMs: number, buckets: readonly MetricBucket[]): MetricBucket {
  const [first] = buckets;
  if (buckets.length === 1 && first !== undefined) return { ...first, timestampMs };
  const merged = {
    timestampMs,
    unit: first?.unit ?? 'None',
    sampleCount: 0,
    sum: 0,
    minimum: Number.POSITIVE_INFINITY,
    maximum: Number.NEGATIVE_INFINITY,
  };
  let distribution: Map<number, number> | undefined;
  for (const bucket of buckets) {
    merged.sampleCount += bucket.sampleCount;
    merged.sum += bucket.sum;
    merged.minimum = Math.min(merged.minimum, bucket.minimum);
    merged.maximum = Math.max(merged.maximum, bucket.maximum);
    if (bucket.distribution.size === 0) continue;
    distribution ??= new Map();
    for (const [value, count] of bucket.distribution)
      distribution.set(value, (distribution.get(value) ?? 0) + count);
  }
  return { ...merged, distribution: distribution ?? noDistribution };
}

/** Narrower buckets as buckets of `periodMs`, oldest first; a period starts at `originMs`. */
export function toPeriods(buckets: Iterable<MetricBucket>, periodMs: number, originMs = 0): MetricBucket[] {
  const periods = new Map<number, MetricBucket[]>();
  for (const bucket of buckets) {
    const start = originMs + floorTo(bucket.timestampMs - originMs, periodMs);
    const period = periods.get(start);
    if (period === undefined) periods.set(start, [bucket]);
    else period.push(bucket);
  }
  return [...periods]
    .map(([start, members]) => mergeBuckets(start, members))
    .toSorted((left, right) => left.timestampMs - right.timestampMs);
}
