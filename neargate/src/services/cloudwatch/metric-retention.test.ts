import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { fileMetricArchive } from './file-metric-archive.ts';
import { memoryMetricStore } from './memory-metric-store.ts';
import { metricIdentity } from './metric-store.ts';
import { statisticOf } from './statistics.ts';

const scope = '123456789012/us-east-1';
const metric = metricIdentity('AWS/ECS', 'CPUUtilization', [{ name: 'ServiceName', value: 'web' }]);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

describe('metrics on disk', () => {
  let directory: string;
  let clock: VirtualClock;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'neargate-metrics-'));
    clock = new VirtualClock();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const open = () => memoryMetricStore(fileMetricArchive(directory, clock));
  const sample = (value: number, timestampMs = clock.now()) =>
    ({ timestampMs, unit: 'Percent', values: [[value, 1]] }) as const;
  const averages = (store: ReturnType<typeof open>, fromMs: number, periodMs = minuteMs) =>
    store
      .read(scope, metric, { startMs: fromMs, endMs: clock.now() + 1, periodMs })
      .map(({ timestampMs, sum, sampleCount }) => [(timestampMs - fromMs) / minuteMs, sum / sampleCount]);

  it('are there again after a restart, joined with what comes later in the same minute', async () => {
    const startMs = clock.now();
    const before = open();
    before.record(scope, metric, sample(10));
    await clock.advance(minuteMs);
    before.record(scope, metric, sample(20));
    before.close();
    await clock.advance(10_000);
    const after = open();
    expect(averages(after, startMs)).toEqual([
      [0, 10],
      [1, 20],
    ]);
    expect(after.list(scope)).toEqual([{ metric, lastTimestampMs: startMs + minuteMs }]);
    after.record(scope, metric, sample(40));
    after.close();
    expect(averages(open(), startMs)).toEqual([
      [0, 10],
      [1, 30],
    ]);
  });

  it('lose the last minute when the process is killed, and a torn line', async () => {
    const startMs = clock.now();
    const killed = open();
    killed.record(scope, metric, sample(10));
    await clock.advance(minuteMs);
    killed.record(scope, metric, sample(20));
    const [name = ''] = readdirSync(directory);
    appendFileSync(path.join(directory, name), '[17672256');
    expect(averages(open(), startMs)).toEqual([[0, 10]]);
  });

  it('leave memory after three hours and are read from disk then', async () => {
    const startMs = clock.now();
    const store = open();
    for (let minute = 0; minute < 300; minute++) {
      store.record(scope, metric, sample(minute));
      await clock.advance(minuteMs);
    }
    expect(averages(store, startMs)).toHaveLength(300);
    expect(averages(store, startMs, 60 * minuteMs)).toEqual([
      [0, 29.5],
      [60, 89.5],
      [120, 149.5],
      [180, 209.5],
      [240, 269.5],
    ]);
  });

  it('become coarser with age, as on AWS, and go after 455 days', async () => {
    const startMs = clock.now();
    const store = open();
    for (let minute = 0; minute < 10; minute++)
      store.record(scope, metric, sample(minute, startMs + minute * minuteMs));
    store.close();
    await clock.advance(17 * dayMs);
    expect(averages(open(), startMs)).toEqual([
      [0, 2],
      [5, 7],
    ]);
    await clock.advance(50 * dayMs);
    expect(averages(open(), startMs)).toEqual([[0, 4.5]]);
    const [name = ''] = readdirSync(directory);
    expect(readFileSync(path.join(directory, name), 'utf8').trim().split('\n')).toHaveLength(2);
    await clock.advance(400 * dayMs);
    expect(averages(open(), startMs)).toEqual([]);
  });

  it('keep how values are distributed, which percentiles are read from', async () => {
    const startMs = clock.now();
    const store = open();
    const summary = { sampleCount: 4, sum: 10, minimum: 1, maximum: 4 };
    const values = [1, 2, 3, 4].map((value) => [value, 1] as const);
    store.record(scope, metric, { timestampMs: startMs, unit: 'Seconds', summary, values });
    store.close();
    const range = { startMs, endMs: startMs + minuteMs, periodMs: minuteMs };
    const [bucket] = open().read(scope, metric, range);
    expect(bucket && [statisticOf(bucket, 'p50'), statisticOf(bucket, 'p99'), bucket.sum]).toEqual([
      2, 4, 10,
    ]);
  });
});
