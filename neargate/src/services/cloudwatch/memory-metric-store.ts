import { type MetricArchive, noArchive } from './metric-archive.ts';
import { floorTo, toPeriods } from './metric-buckets.ts';
import { MetricSeries } from './metric-series.ts';
import type { MetricIdentity, MetricStore } from './metric-store.ts';

const minuteMs = 60_000;
const keptSeries = 10_000;

/**
 * The recent past of metrics in bounded memory over an archive of the rest: the metric longest unwritten leaves memory
 * first. A metric's minutes go to the archive when one of the next minute arrives, and at `close`: a process that is
 * killed loses its last minute.
 */
export function memoryMetricStore(archive: MetricArchive = noArchive): MetricStore {
  const scopes = new Map<string, Map<string, MetricSeries>>();
  const savedMinutes = new Map<MetricSeries, number>();

  const seriesOf = (scope: string) => {
    const existing = scopes.get(scope);
    if (existing !== undefined) return existing;
    const created = new Map<string, MetricSeries>();
    scopes.set(scope, created);
    return created;
  };
  for (const { scope, metric, lastTimestampMs } of archive.list()) {
    const heldFromMs = floorTo(lastTimestampMs, minuteMs) + minuteMs;
    seriesOf(scope).set(keyOf(metric), new MetricSeries(metric, heldFromMs, lastTimestampMs));
  }
  const save = (scope: string, series: MetricSeries) =>
    archive.append(scope, series.metric, series.takeUnsaved());
  /** Re-inserts, so that the map's order is the order of last writing. */
  const touch = (scope: string, metric: MetricIdentity): MetricSeries => {
    const key = keyOf(metric);
    const all = seriesOf(scope);
    const series = all.get(key) ?? new MetricSeries(metric, Number.NEGATIVE_INFINITY, 0);
    all.delete(key);
    all.set(key, series);
    for (const [oldest, left] of all) {
      if (all.size <= keptSeries) break;
      save(scope, left);
      savedMinutes.delete(left);
      all.delete(oldest);
    }
    return series;
  };

  return {
    record(scope, metric, sample) {
      const series = touch(scope, metric);
      const minute = floorTo(sample.timestampMs, minuteMs);
      if (savedMinutes.get(series) !== minute) {
        save(scope, series);
        savedMinutes.set(series, minute);
      }
      series.add(sample);
    },
    read(scope, metric, range) {
      const series = scopes.get(scope)?.get(keyOf(metric));
      // One that has left memory is in the archive as a whole.
      const untilMs = Math.min(range.endMs, series?.heldFromMs ?? Number.POSITIVE_INFINITY);
      const isArchived = range.periodMs % minuteMs === 0 && range.startMs < untilMs;
      const archived = isArchived ? archive.read(scope, metric, range.startMs, untilMs) : [];
      return toPeriods([...archived, ...(series?.held(range) ?? [])], range.periodMs, range.originMs);
    },
    list: (scope) =>
      [...(scopes.get(scope)?.values() ?? [])].map(({ metric, lastTimestampMs }) => ({
        metric,
        lastTimestampMs,
      })),
    clear() {
      scopes.clear();
      savedMinutes.clear();
      archive.clear();
    },
    close() {
      for (const [scope, all] of scopes) for (const series of all.values()) save(scope, series);
    },
  };
}

function keyOf(metric: MetricIdentity): string {
  return JSON.stringify(metric);
}
