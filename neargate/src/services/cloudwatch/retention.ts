import { toPeriods } from './metric-buckets.ts';
import type { MetricBucket } from './metric-store.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * How finely CloudWatch keeps data up to which age.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
 */
const tiers = [
  { resolutionMs: minuteMs, keptMs: 15 * dayMs },
  { resolutionMs: 5 * minuteMs, keptMs: 63 * dayMs },
  { resolutionMs: 60 * minuteMs, keptMs: 455 * dayMs },
] as const;

/** The buckets as CloudWatch would still have them, oldest first. Doing it again changes nothing. */
export function rolledUp(buckets: readonly MetricBucket[], nowMs: number): MetricBucket[] {
  const resolutionOf = ({ timestampMs }: MetricBucket) =>
    tiers.find(({ keptMs }) => nowMs - timestampMs <= keptMs)?.resolutionMs;
  return tiers.toReversed().flatMap(({ resolutionMs }) =>
    toPeriods(
      buckets.filter((bucket) => resolutionOf(bucket) === resolutionMs),
      resolutionMs,
    ),
  );
}

/** Whether rolling up would make less of a series whose oldest bucket is this old. */
export function hasAged(oldestMs: number, nowMs: number): boolean {
  // A day more, so that a series is rewritten once a day at most.
  return nowMs - oldestMs > tiers[0].keptMs + dayMs;
}
