/** What identifies a metric. Dimensions are sorted by name. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Values seen at one time, each with how often. With a summary they only say how they are distributed, to the publisher's
 * precision; without values percentiles are not known.
 */
export interface MetricSample {
  readonly timestampMs: number;
  readonly unit: string;
  /** Published with StorageResolution 1: seconds of it are kept for three hours. */
  readonly isHighResolution?: boolean;
  readonly values?: readonly (readonly [value: number, count: number])[];
  readonly summary?: {
    readonly sampleCount: number;
    readonly sum: number;
    readonly minimum: number;
    readonly maximum: number;
  };
}

/** All samples of one period. */
export interface MetricBucket {
  /** The start of the period. */
  readonly timestampMs: number;
  readonly unit: string;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Values to three significant digits and how often each came, for percentiles; empty where only summaries were sent. */
  readonly distribution: ReadonlyMap<number, number>;
}

export interface MetricRange {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly periodMs: number;
  /** A time at which a period starts; absent: the epoch. */
  readonly originMs?: number;
}

/**
 * Where metric data lives: beside the journal, for there is much of it and little harm in losing the last minute when the
 * process is killed. What is kept how long is said in `retention.ts`.
 */
export interface MetricStore {
  record(scope: string, metric: MetricIdentity, sample: MetricSample): void;
  /** The non-empty periods of the range, oldest first. */
  read(scope: string, metric: MetricIdentity, range: MetricRange): readonly MetricBucket[];
  /** Every metric of the scope and when it was last written. */
  list(scope: string): readonly { readonly metric: MetricIdentity; readonly lastTimestampMs: number }[];
  /** Forgets everything. */
  clear(): void;
  /** Saves what is not saved yet. */
  close(): void;
}

/** The identity with its dimensions in the order that makes equal metrics equal. */
export function metricIdentity(
  namespace: string,
  metricName: string,
  dimensions: readonly { readonly name: string; readonly value: string }[] = [],
): MetricIdentity {
  const sorted = dimensions.toSorted((left, right) =>
    left.name < right.name ? -1 : Number(left.name > right.name),
  );
  return { namespace, metricName, dimensions: sorted };
}
