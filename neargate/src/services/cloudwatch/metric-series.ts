import { bucketOf, floorTo, mergeBuckets } from './metric-buckets.ts';
import type { MetricBucket, MetricIdentity, MetricRange, MetricSample } from './metric-store.ts';

const secondMs = 1_000;
const minuteMs = 60_000;
/** What alarms with shortened periods look at. Metrics published with a resolution of a second keep AWS's three hours. */
const keptSecondsMs = 15 * minuteMs;
const keptHighResolutionSecondsMs = 180 * minuteMs;
const keptMinutesMs = 180 * minuteMs;

/** The recent past of one metric in memory: by second for minutes, by minute for hours. */
export class MetricSeries {
  readonly metric: MetricIdentity;
  lastTimestampMs: number;
  /** From here on minutes are held whole; what is older is in the archive, if anywhere. */
  heldFromMs: number;
  private readonly seconds = new Map<number, MetricBucket>();
  private readonly minutes = new Map<number, MetricBucket>();
  /** By minute, what came since `takeUnsaved`. */
  private unsaved = new Map<number, MetricBucket>();
  private keptSecondsMs = keptSecondsMs;

  /** @param lastTimestampMs the latest sample of an earlier process, 0 without one */
  constructor(metric: MetricIdentity, heldFromMs: number, lastTimestampMs: number) {
    this.metric = metric;
    this.heldFromMs = heldFromMs;
    this.lastTimestampMs = lastTimestampMs;
  }

  add(sample: MetricSample): void {
    const { timestampMs } = sample;
    if (sample.isHighResolution === true) this.keptSecondsMs = keptHighResolutionSecondsMs;
    this.lastTimestampMs = Math.max(this.lastTimestampMs, timestampMs);
    const bucket = bucketOf(floorTo(timestampMs, secondMs), sample);
    const minute = { ...bucket, timestampMs: floorTo(timestampMs, minuteMs) };
    addTo(this.unsaved, minute);
    if (timestampMs >= this.lastTimestampMs - this.keptSecondsMs) addTo(this.seconds, bucket);
    if (minute.timestampMs >= this.heldFromMs) addTo(this.minutes, minute);
    this.forget();
  }

  /** The buckets that lie in the range and are held, in no order: minutes where the period is of whole minutes. */
  held({ startMs, endMs, periodMs }: MetricRange): MetricBucket[] {
    const found = [];
    const tier = periodMs % minuteMs === 0 ? this.minutes : this.seconds;
    for (const bucket of tier.values())
      if (bucket.timestampMs >= startMs && bucket.timestampMs < endMs) found.push(bucket);
    return found;
  }

  /** What came since the last call, by minute. */
  takeUnsaved(): MetricBucket[] {
    const taken = [...this.unsaved.values()];
    if (taken.length > 0) this.unsaved = new Map();
    return taken;
  }

  private forget(): void {
    dropBefore(this.seconds, this.lastTimestampMs - this.keptSecondsMs);
    const from = floorTo(this.lastTimestampMs - keptMinutesMs, minuteMs);
    if (from <= this.heldFromMs) return;
    dropBefore(this.minutes, from);
    this.heldFromMs = from;
  }
}

function addTo(tier: Map<number, MetricBucket>, bucket: MetricBucket): void {
  const existing = tier.get(bucket.timestampMs);
  tier.set(
    bucket.timestampMs,
    existing === undefined ? bucket : mergeBuckets(bucket.timestampMs, [existing, bucket]),
  );
}

/** Buckets come nearly in order, so that the oldest are in front; one that came late is dropped with its neighbours. */
function dropBefore(tier: Map<number, MetricBucket>, beforeMs: number): void {
  for (const start of tier.keys()) {
    if (start >= beforeMs) return;
    tier.delete(start);
  }
}
