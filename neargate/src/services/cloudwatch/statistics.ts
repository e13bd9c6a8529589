import type { Statistic } from '@aws-sdk/client-cloudwatch';
import type { MetricBucket } from './metric-store.ts';
import { type Bounds, type ExtendedStatistic, parseExtendedStatistic } from './statistic-names.ts';

/** A value and how often it came, in ascending order of values. */
type Counted = readonly [value: number, count: number];

export function basicStatistic(bucket: MetricBucket, statistic: Statistic): number {
  switch (statistic) {
    case 'SampleCount':
      return bucket.sampleCount;
    case 'Sum':
      return bucket.sum;
    case 'Average':
      return bucket.sum / bucket.sampleCount;
    case 'Minimum':
      return bucket.minimum;
    case 'Maximum':
      return bucket.maximum;
  }
}

/**
 * The statistic of that name, basic or extended. Undefined where the bucket cannot tell: only summaries were published,
 * or no sample lies within the bounds.
 */
export function statisticOf(bucket: MetricBucket, name: string): number | undefined {
  if (isBasic(name)) return basicStatistic(bucket, name);
  const statistic = parseExtendedStatistic(name);
  return statistic === undefined ? undefined : extendedStatistic(bucket, statistic);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export function extendedStatistic(bucket: MetricBucket, statistic: ExtendedStatistic): number | undefined {
  const samples = samplesOf(bucket);
  if (samples === undefined) return undefined;
  if (statistic.kind === 'percentile') return percentile(samples, statistic.rank);
  const within = slice(samples, statistic.bounds);
  const count = countOf(within);
  switch (statistic.kind) {
    case 'percentile-rank':
      return (count / countOf(samples)) * 100;
    case 'trimmed-count':
      return count;
    case 'trimmed-sum':
      return count === 0 ? undefined : sumOf(within);
    case 'trimmed-mean':
      return count === 0 ? undefined : sumOf(within) / count;
    case 'winsorized-mean':
      return count === 0 ? undefined : winsorizedMean(samples, within);
  }
}

function isBasic(name: string): name is Statistic {
  return ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'].includes(name);
}

/** Undefined where values were summarised away; equal extremes still tell all values. */
function samplesOf({ distribution, minimum, maximum, sampleCount }: MetricBucket): Counted[] | undefined {
  const counted = [...distribution].toSorted(([left], [right]) => left - right);
  if (countOf(counted) === sampleCount) return counted;
  return minimum === maximum ? [[minimum, sampleCount]] : undefined;
}

function countOf(samples: readonly Counted[]): number {
  return samples.reduce((total, [, count]) => total + count, 0);
}

function sumOf(samples: readonly Counted[]): number {
  return samples.reduce((total, [value, count]) => total + value * count, 0);
}

/** The smallest value with at least `rank` percent of the samples at or below it. */
function percentile(samples: readonly Counted[], rank: number): number | undefined {
  const wanted = (countOf(samples) * rank) / 100;
  let seen = 0;
  for (const [value, count] of samples) {
    seen += count;
    if (seen >= wanted) return value;
  }
  return samples.at(-1)?.[0];
}

/** The samples above the lower bound and up to the upper one; a share of a value's count where percentages cut it. */
function slice(samples: readonly Counted[], { unit, low, high }: Bounds): Counted[] {
  if (unit === 'value') return samples.filter(([value]) => value > low && value <= high);
  const total = countOf(samples);
  const [from, to] = [(total * low) / 100, (total * high) / 100];
  const within: Counted[] = [];
  let start = 0;
  for (const [value, count] of samples) {
    const share = Math.min(start + count, to) - Math.max(start, from);
    if (share > 0) within.push([value, share]);
    start += count;
  }
  return within;
}

/** The mean with every sample outside the bounds moved to the nearest one inside. */
function winsorizedMean(samples: readonly Counted[], within: readonly Counted[]): number {
  const [lowest = 0] = within[0] ?? [];
  const [highest = 0] = within.at(-1) ?? [];
  const moved = samples.map(([value, count]): Counted => [Math.min(Math.max(value, lowest), highest), count]);
  return sumOf(moved) / countOf(moved);
}
