import type { MetricBucket, MetricIdentity } from './metric-store.ts';

/** Where minutes of metrics go that memory does not hold any more, or that an earlier process saw. */
export interface MetricArchive {
  append(scope: string, metric: MetricIdentity, minutes: readonly MetricBucket[]): void;
  /** The kept buckets from `startMs` to before `endMs`, oldest first; several may be of the same time. */
  read(scope: string, metric: MetricIdentity, startMs: number, endMs: number): readonly MetricBucket[];
  /** Every metric that was ever appended and not forgotten since. */
  list(): readonly {
    readonly scope: string;
    readonly metric: MetricIdentity;
    readonly lastTimestampMs: number;
  }[];
  /** Forgets everything. */
  clear(): void;
}

/** Nothing outlives memory. */
export const noArchive: MetricArchive = {
  append: () => undefined,
  read: () => [],
  list: () => [],
  clear: () => undefined,
};
