import { describe, expect, it } from 'vitest';
import { memoryMetricStore } from './memory-metric-store.ts';
import { metricIdentity, type MetricSample } from './metric-store.ts';
import { parseExtendedStatistic } from './statistic-names.ts';
import { statisticOf } from './statistics.ts';

const metric = metricIdentity('shop', 'latency');

function bucketOf(sample: Omit<MetricSample, 'timestampMs' | 'unit'>) {
  const store = memoryMetricStore();
  store.record('a', metric, { timestampMs: 1000, unit: 'None', ...sample });
  const [bucket] = store.read('a', metric, { startMs: 0, endMs: 60_000, periodMs: 60_000 });
  if (bucket === undefined) throw new Error('nothing was recorded');
  return bucket;
}

const oneToHundred = bucketOf({ values: Array.from({ length: 100 }, (_, index) => [index + 1, 1] as const) });

describe('a statistic', () => {
  it.each([
    ['SampleCount', 100],
    ['Sum', 5050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['p50', 50],
    ['p99', 99],
    ['p99.9', 100],
    ['p100', 100],
    ['tm90', 45.5],
    ['TM(10%:90%)', 50.5],
    ['TM(:10)', 5.5],
    ['IQM', 50.5],
    ['TC(80%:)', 20],
    ['tc10', 10],
    ['TS(98:)', 199],
    ['WM(10%:90%)', 50.5],
    ['PR(:25)', 25],
    ['PR(25:50)', 25],
  ])('%s of 1 to 100 is %s', (name, expected) => {
    expect(statisticOf(oneToHundred, name)).toBeCloseTo(expected, 9);
  });

  it('is unknown where only a summary was published, except of equal values', () => {
    const summary = { sampleCount: 4, sum: 10, minimum: 1, maximum: 4 };
    expect(statisticOf(bucketOf({ summary }), 'Average')).toBe(2.5);
    expect(statisticOf(bucketOf({ summary }), 'p90')).toBeUndefined();
    expect(statisticOf(bucketOf({ summary: { ...summary, sum: 8, minimum: 2, maximum: 2 } }), 'p90')).toBe(2);
  });

  it.each(['p101', 'q50', 'TM(90%:10%)', 'TM(10:90%)', 'PR(10%:90%)', 'TM(:)', 'p', ''])(
    '%s does not exist',
    (name) => {
      expect(parseExtendedStatistic(name)).toBeUndefined();
    },
  );
});
