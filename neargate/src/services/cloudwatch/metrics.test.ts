import type { GetMetricDataInput, MetricDataQuery, MetricDatum } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const minuteMs = 60_000;

async function createMetrics() {
  const test = await createTestContext();
  const startMs = test.clock.now();
  await test.clock.advance(10 * minuteMs);
  const at = (minute: number) => new Date(startMs + minute * minuteMs);
  const put = (...MetricData: MetricDatum[]) =>
    test.call('cloudwatch', 'PutMetricData', { Namespace: 'shop', MetricData });
  /** One value per minute. */
  const putEach = (MetricName: string, values: readonly (number | undefined)[]) => {
    for (const [minute, Value] of values.entries())
      if (Value !== undefined) put({ MetricName, Value, Timestamp: at(minute) });
  };
  const query = (queries: MetricDataQuery[], changes: Partial<GetMetricDataInput> = {}) =>
    test.call('cloudwatch', 'GetMetricData', {
      MetricDataQueries: queries,
      StartTime: at(0),
      EndTime: at(5),
      ScanBy: 'TimestampAscending',
      ...changes,
    });
  return { ...test, at, put, putEach, query };
}

const stat = (Id: string, ReturnData = false): MetricDataQuery => ({
  Id,
  ReturnData,
  MetricStat: { Metric: { Namespace: 'shop', MetricName: Id }, Period: 60, Stat: 'Sum' },
});

describe('metric data', () => {
  it('is read back by period with every statistic', async () => {
    const { call, put, at } = await createMetrics();
    const Dimensions = [{ Name: 'Service', Value: 'user' }];
    put({ MetricName: 'latency', Dimensions, Value: 10, Unit: 'Milliseconds', Timestamp: at(0) });
    put({
      MetricName: 'latency',
      Dimensions,
      Values: [20, 30],
      Counts: [1, 2],
      Unit: 'Milliseconds',
      Timestamp: at(0.5),
    });
    put({ MetricName: 'latency', Dimensions, Value: 99, Unit: 'Milliseconds', Timestamp: at(1) });
    put({ MetricName: 'latency', Value: 1, Timestamp: at(0) });
    const { Datapoints, Label } = call('cloudwatch', 'GetMetricStatistics', {
      Namespace: 'shop',
      MetricName: 'latency',
      Dimensions,
      StartTime: at(0.25),
      EndTime: at(2),
      Period: 60,
      Statistics: ['Average', 'Maximum', 'SampleCount'],
      ExtendedStatistics: ['p50'],
    });
    expect(Label).toBe('latency');
    expect(Datapoints).toEqual([
      {
        Timestamp: at(0),
        Unit: 'Milliseconds',
        Average: 22.5,
        Maximum: 30,
        SampleCount: 4,
        ExtendedStatistics: { p50: 20 },
      },
      {
        Timestamp: at(1),
        Unit: 'Milliseconds',
        Average: 99,
        Maximum: 99,
        SampleCount: 1,
        ExtendedStatistics: { p50: 99 },
      },
    ]);
  });

  it('is listed by name and dimension, and only of its own account and region', async () => {
    const { call, put, context } = await createMetrics();
    put({ MetricName: 'a', Dimensions: [{ Name: 'Service', Value: 'user' }], Value: 1 });
    put({ MetricName: 'b', Value: 1 });
    const names = (input: object) =>
      call('cloudwatch', 'ListMetrics', input).Metrics?.map(({ MetricName }) => MetricName);
    expect(names({})).toEqual(['a', 'b']);
    expect(names({ Dimensions: [{ Name: 'Service' }] })).toEqual(['a']);
    expect(names({ Dimensions: [{ Name: 'Service', Value: 'product' }] })).toEqual([]);
    expect(names({ Namespace: 'other' })).toEqual([]);
    expect(context.metrics.list('123456789012/eu-west-1')).toEqual([]);
  });

  it.each<[string, Partial<MetricDatum>, RegExp]>([
    ['no value', { Value: undefined }, /mutually exclusive and you have to specify one/],
    ['two kinds of value', { Values: [1] }, /mutually exclusive/],
    ['no number', { Value: Number.NaN }, /NaN for parameter MetricData.member.1.Value is invalid/],
    ['fewer counts', { Value: undefined, Values: [1, 2], Counts: [1] }, /of the same size/],
    ['the future', { Timestamp: new Date('2026-01-01T02:10:01Z') }, /no more than two hours in the future/],
    ['long ago', { Timestamp: new Date('2025-12-01T00:00:00Z') }, /within the past two weeks/],
    ['an unknown unit', { Unit: 'Miles' as 'Count' }, /'Miles'/],
  ])('with %s is refused', async (_, changes, refusal) => {
    const { put, call } = await createMetrics();
    expect(() => put({ MetricName: 'x', Value: 1, ...changes })).toThrow(refusal);
    expect(call('cloudwatch', 'ListMetrics', {}).Metrics).toEqual([]);
  });

  it("cannot be put into AWS's namespaces", async () => {
    const { call } = await createMetrics();
    expect(() =>
      call('cloudwatch', 'PutMetricData', {
        Namespace: 'AWS/ECS',
        MetricData: [{ MetricName: 'CPUUtilization', Value: 1 }],
      }),
    ).toThrow('The value AWS/ for parameter Namespace is invalid.');
  });

  it('asked for in a wrong range is refused', async () => {
    const { call, at } = await createMetrics();
    const get = (changes: object) =>
      call('cloudwatch', 'GetMetricStatistics', {
        Namespace: 'shop',
        MetricName: 'x',
        StartTime: at(0),
        EndTime: at(5),
        Period: 60,
        Statistics: ['Sum'],
        ...changes,
      });
    expect(() => get({ StartTime: at(5) })).toThrow(/StartTime must be less/);
    expect(() => get({ Period: 45 })).toThrow(/multiple of 60/);
    expect(() => get({ Period: 1, EndTime: at(60) })).toThrow(/up to 3600 datapoints/);
    expect(() => get({ Statistics: undefined })).toThrow(/Must specify either/);
  });
});

describe('GetMetricData', () => {
  it.each<[string, number[]]>([
    ['errors / requests', [0.1, 0.2, 0.5]],
    ['100 * errors / requests', [10, 20, 50]],
    ['-errors + 2 ^ 3', [7, 6, 5, 3]],
    ['SUM([errors, requests])', [11, 12, 9, 5]],
    ['SUM(METRICS())', [11, 12, 9, 5]],
    ['MAX(METRICS("req"))', [10, 10, 6]],
    ['errors - AVG(errors)', [-1.75, -0.75, 0.25, 2.25]],
    ['FILL(requests, 0)', [10, 10, 6, 0, 0]],
    ['FILL(requests, REPEAT)', [10, 10, 6, 6, 6]],
    ['RATE(errors) * PERIOD(errors)', [1, 1, 2]],
    ['DIFF(errors)', [1, 1, 2]],
    ['IF(errors > 2, 1, 0)', [0, 0, 1, 1]],
    ['IF(errors >= 2 && errors < 5, errors)', [2, 3]],
    ['CEIL(errors / 2) + FLOOR(1.5) + ABS(-1)', [3, 3, 4, 5]],
  ])('computes %s', async (Expression, expected) => {
    const { putEach, query } = await createMetrics();
    putEach('errors', [1, 2, 3, 5]);
    putEach('requests', [10, 10, 6]);
    const [result] =
      query([stat('errors'), stat('requests'), { Id: 'e', Expression }]).MetricDataResults ?? [];
    expect(result).toMatchObject({ Id: 'e', StatusCode: 'Complete' });
    expect(result?.Values?.map((value) => Number(value.toFixed(9)))).toEqual(expected);
  });

  it.each<[string, RegExp]>([
    ['errors /', /unexpected end/],
    ['errors requests', /unexpected requests/],
    ['nothing + 1', /No metric query has the id nothing/],
    ['e + 1', /refers to itself/],
    ['ANOMALY_DETECTION_BAND(errors)', /does not know the function ANOMALY_DETECTION_BAND/],
    ['1 + 1', /gives a number/],
    ['errors ? 1', /unexpected \?/],
  ])('refuses %s', async (Expression, refusal) => {
    const { query } = await createMetrics();
    expect(() => query([stat('errors'), stat('requests'), { Id: 'e', Expression }])).toThrow(refusal);
  });

  it('gives the newest first unless asked otherwise, in pages', async () => {
    const { putEach, query, at } = await createMetrics();
    putEach('a', [1, 2, 3]);
    putEach('b', [4, 5, 6]);
    const page = (NextToken?: string) =>
      query([stat('a', true), stat('b', true)], { ScanBy: undefined, MaxDatapoints: 4, NextToken });
    const first = page();
    expect(first.MetricDataResults).toMatchObject([
      { Id: 'a', Label: 'a', Timestamps: [at(2), at(1), at(0)], Values: [3, 2, 1], StatusCode: 'Complete' },
      { Id: 'b', Values: [6], StatusCode: 'PartialData' },
    ]);
    const second = page(first.NextToken);
    expect(second.MetricDataResults?.map(({ Values }) => Values)).toEqual([[], [5, 4]]);
    expect(second.NextToken).toBeUndefined();
    expect(() => page('x')).toThrow(/next token/);
  });
});
