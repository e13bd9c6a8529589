import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing, type TimingProfile } from '../../core/timing.ts';
import { metricIdentity } from '../../services/cloudwatch/metric-store.ts';
import { cloudwatchTablesOf } from '../../services/cloudwatch/store.ts';
import { eventsTables } from '../../services/events/store.ts';
import { createTestContext } from '../../services/test-context.ts';
import { type RunningReconcilers, startReconcilers } from '../reconciler.ts';
import { alarmControllers } from './alarm-controllers.ts';

const scope = '123456789012/us-east-1';
const dimensions = [
  { name: 'ClusterName', value: 'main' },
  { name: 'ServiceName', value: 'web' },
];
const cpu = metricIdentity('AWS/ECS', 'CPUUtilization', dimensions);
const cpuHigh: PutMetricAlarmInput = {
  AlarmName: 'cpu-high',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
};
const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;

let running: RunningReconcilers | undefined;
afterEach(async () => running?.stop());

async function world(profile: TimingProfile = 'aws') {
  const test = await createTestContext();
  const { context, clock, call } = test;
  const environment = { store: context.store, clock, timing: timing(profile), contextOf: () => context };
  running = startReconcilers(alarmControllers(environment), { ...environment, log: silentLogger });
  const startMs = clock.now();
  const alarm = (name = 'cpu-high') =>
    call('cloudwatch', 'DescribeAlarms', { AlarmNames: [name] }).MetricAlarms?.[0];
  const composite = (name: string) =>
    call('cloudwatch', 'DescribeAlarms', { AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] })
      .CompositeAlarms?.[0];
  return {
    ...test,
    alarm,
    composite,
    /** Seconds since the start, which is the start of a minute. */
    seconds: () => (clock.now() - startMs) / 1000,
    record: (value: number) =>
      context.metrics.record(scope, cpu, { timestampMs: clock.now(), unit: 'Percent', values: [[value, 1]] }),
    /** Advances second by second until the alarm has the state, and returns the second. */
    async secondsUntil(name: string, state: string, limit = 3600): Promise<number> {
      for (let waited = 0; waited < limit; waited++) {
        const found = alarm(name)?.StateValue ?? composite(name)?.StateValue;
        if (found === state) return (clock.now() - startMs) / 1000;
        await clock.advance(1000);
      }
      throw new Error(`${name} is not ${state} after ${limit} s`);
    },
    events: () => [...eventsTables(context.store, scope).acceptedEvents.values()].map(({ event }) => event),
    history: (name = 'cpu-high') =>
      (call('cloudwatch', 'DescribeAlarmHistory', { AlarmName: name }).AlarmHistoryItems ?? []).map(
        ({ HistorySummary }) => HistorySummary,
      ),
  };
}

/** Records a value at the start of each of so many minutes from now, without moving the clock. */
async function minutes({ clock, record }: Awaited<ReturnType<typeof world>>, values: readonly number[]) {
  for (const value of values) {
    record(value);
    await clock.advance(60_000);
  }
}

describe('a metric alarm', () => {
  it('goes to ALARM five seconds after the third breaching minute, and back after one good minute', async () => {
    const test = await world();
    test.call('cloudwatch', 'PutMetricAlarm', {
      ...cpuHigh,
      AlarmActions: ['arn:aws:sns:us-east-1:123456789012:ops'],
    });
    await minutes(test, [90, 91, 92]);
    expect(test.alarm()?.StateValue).toBe('INSUFFICIENT_DATA');
    expect(await test.secondsUntil('cpu-high', 'ALARM')).toBe(185);
    expect(test.alarm()).toMatchObject({
      StateReason:
        'Threshold Crossed: 3 datapoints [92.0 (01/01/26 00:02:00), 91.0 (01/01/26 00:01:00), 90.0 (01/01/26 00:00:00)] were greater than the threshold (80.0).',
    });
    expect(JSON.parse(test.alarm()?.StateReasonData ?? '')).toEqual({
      version: '1.0',
      queryDate: '2026-01-01T00:03:05.000+0000',
      startDate: '2026-01-01T00:00:00.000+0000',
      statistic: 'Average',
      period: 60,
      recentDatapoints: [90, 91, 92],
      threshold: 80,
      evaluatedDatapoints: [
        { timestamp: '2026-01-01T00:02:00.000+0000', sampleCount: 1, value: 92 },
        { timestamp: '2026-01-01T00:01:00.000+0000', sampleCount: 1, value: 91 },
        { timestamp: '2026-01-01T00:00:00.000+0000', sampleCount: 1, value: 90 },
      ],
    });
    test.record(10);
    expect(await test.secondsUntil('cpu-high', 'OK')).toBe(245);
  });

  it('tells the event bus and its history of a change, and which actions nobody took', async () => {
    const test = await world();
    const topic = 'arn:aws:sns:us-east-1:123456789012:ops';
    test.call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, EvaluationPeriods: 1, AlarmActions: [topic] });
    test.record(99);
    await test.secondsUntil('cpu-high', 'ALARM');
    expect(test.events()).toMatchObject([
      {
        source: 'aws.cloudwatch',
        'detail-type': 'CloudWatch Alarm State Change',
        resources: [arnOf('cpu-high')],
        detail: {
          alarmName: 'cpu-high',
          state: { value: 'ALARM', timestamp: '2026-01-01T00:01:05.000+0000' },
          previousState: { value: 'INSUFFICIENT_DATA' },
          configuration: {
            metrics: [
              {
                metricStat: {
                  metric: {
                    namespace: 'AWS/ECS',
                    name: 'CPUUtilization',
                    dimensions: { ClusterName: 'main', ServiceName: 'web' },
                  },
                  period: 60,
                  stat: 'Average',
                },
                returnData: true,
              },
            ],
          },
        },
      },
    ]);
    expect(test.history()).toEqual([
      expect.stringMatching(`^Failed to execute action ${topic}. Received error: "Neargate stores`),
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "cpu-high" created',
    ]);
  });

  it('without data says so, and writes nothing more as long as that stays', async () => {
    const test = await world();
    test.call('cloudwatch', 'PutMetricAlarm', cpuHigh);
    await test.clock.advance(10_000);
    expect(test.alarm()?.StateReason).toBe('Insufficient Data: 3 datapoints were unknown.');
    const row = cloudwatchTablesOf(test.context).alarms.get('cpu-high');
    await test.clock.advance(600_000);
    expect(cloudwatchTablesOf(test.context).alarms.get('cpu-high')).toBe(row);
    expect(test.history()).toEqual(['Alarm "cpu-high" created']);
  });

  it('keeps a state that was set until the next evaluation', async () => {
    const test = await world();
    test.call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, EvaluationPeriods: 1 });
    test.record(10);
    expect(await test.secondsUntil('cpu-high', 'OK')).toBe(65);
    test.call('cloudwatch', 'SetAlarmState', {
      AlarmName: 'cpu-high',
      StateValue: 'ALARM',
      StateReason: 'drill',
    });
    test.record(10);
    expect(await test.secondsUntil('cpu-high', 'OK')).toBe(125);
    expect(test.events()).toHaveLength(3);
  });

  it('of five minutes looks at the last five minutes, each minute', async () => {
    const test = await world();
    await test.clock.advance(120_000);
    test.call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, Period: 300, EvaluationPeriods: 1 });
    test.record(99);
    expect(await test.secondsUntil('cpu-high', 'ALARM')).toBe(185);
    expect(test.alarm()?.StateReason).toContain('[99.0 (31/12/25 23:58:00)]');
  });

  it('evaluates expressions, and says what is wrong with one', async () => {
    const test = await world();
    const { AlarmName, Threshold, ComparisonOperator, ...metric } = cpuHigh;
    const withExpression = (Expression: string) => ({
      AlarmName,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator,
      Metrics: [
        { Id: 'e1', Expression },
        {
          Id: 'm1',
          ReturnData: false,
          MetricStat: {
            Metric: {
              Namespace: metric.Namespace,
              MetricName: metric.MetricName,
              Dimensions: metric.Dimensions,
            },
            Period: 60,
            Stat: 'Average',
          },
        },
      ],
    });
    test.call('cloudwatch', 'PutMetricAlarm', withExpression('m1 * 2'));
    test.record(45);
    await test.secondsUntil('cpu-high', 'ALARM');
    expect(test.alarm()?.StateReason).toContain('[90.0 (01/01/26 00:00:00)]');
    test.call('cloudwatch', 'PutMetricAlarm', withExpression('FILL(m1, 99)'));
    await test.clock.advance(300_000);
    expect(test.alarm()?.StateReason).toContain('[99.0 (01/01/26 00:01:00)]');
    test.call('cloudwatch', 'PutMetricAlarm', withExpression('FORECAST(m1)'));
    await test.clock.advance(1000);
    expect(test.alarm()).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      EvaluationState: 'EVALUATION_ERROR',
      StateReason: expect.stringContaining('FORECAST') as string,
    });
  });

  it('leaves percentiles of few samples out when told to', async () => {
    const test = await world();
    const { Statistic: _, ...rest } = cpuHigh;
    test.call('cloudwatch', 'PutMetricAlarm', {
      ...rest,
      ExtendedStatistic: 'p90',
      EvaluationPeriods: 1,
      EvaluateLowSampleCountPercentile: 'ignore',
    });
    await minutes(test, [99, 99]);
    expect(test.alarm()?.StateValue).toBe('INSUFFICIENT_DATA');
    for (let count = 0; count < 100; count++) test.record(99);
    expect(await test.secondsUntil('cpu-high', 'ALARM')).toBe(185);
  });

  it('on an anomaly band is stored and says that nobody evaluates it', async () => {
    const test = await world();
    test.call('cloudwatch', 'PutMetricAlarm', {
      AlarmName: 'band',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanUpperThreshold',
      ThresholdMetricId: 'ad1',
      Metrics: [
        { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1)' },
        {
          Id: 'm1',
          MetricStat: {
            Metric: { Namespace: 'AWS/ECS', MetricName: 'CPUUtilization' },
            Period: 60,
            Stat: 'Average',
          },
        },
      ],
    });
    await test.clock.advance(600_000);
    expect(test.alarm('band')).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Neargate stores alarms on anomaly detection bands and does not evaluate them.',
    });
  });
});

describe('under the fast profile', () => {
  it('a minute of an average lasts five seconds, and one of a count stays a minute', async () => {
    const test = await world('fast');
    test.call('cloudwatch', 'PutMetricAlarm', cpuHigh);
    test.call('cloudwatch', 'PutMetricAlarm', {
      ...cpuHigh,
      AlarmName: 'samples',
      Statistic: 'SampleCount',
      EvaluationPeriods: 1,
      Threshold: 3,
    });
    for (let time = 0; time < 15; time += 5) {
      test.record(90);
      await test.clock.advance(5000);
    }
    expect(await test.secondsUntil('cpu-high', 'ALARM')).toBe(16);
    expect(JSON.parse(test.alarm()?.StateReasonData ?? '')).toMatchObject({
      period: 60,
      neargate: { periodLastsSeconds: 5 },
    });
    test.record(90);
    expect(await test.secondsUntil('samples', 'ALARM')).toBe(61);
  });
});

describe('a composite alarm', () => {
  async function withChildren() {
    const test = await world();
    for (const AlarmName of ['a', 'b', 'mute'])
      test.call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, AlarmName, TreatMissingData: 'ignore' });
    const set = async (AlarmName: string, StateValue: 'OK' | 'ALARM') => {
      test.call('cloudwatch', 'SetAlarmState', { AlarmName, StateValue, StateReason: 'drill' });
      await test.clock.advance(1000);
    };
    return { ...test, set };
  }

  it('follows its rule and says which alarm brought it about', async () => {
    const test = await withChildren();
    test.call('cloudwatch', 'PutCompositeAlarm', {
      AlarmName: 'both',
      AlarmRule: 'ALARM(a) AND NOT OK("b")',
    });
    await test.clock.advance(1000);
    expect(test.composite('both')).toMatchObject({
      StateValue: 'OK',
      StateReason: `${arnOf('both')} was created and its alarm rule evaluates to OK`,
    });
    await test.set('a', 'ALARM');
    expect(test.composite('both')).toMatchObject({
      StateValue: 'ALARM',
      StateReason: `${arnOf('a')} transitioned to ALARM at Thursday 01 January, 2026 00:00:01 UTC`,
    });
    await test.set('b', 'OK');
    expect(test.composite('both')?.StateValue).toBe('OK');
    expect(test.history('both')).toEqual([
      'Alarm updated from ALARM to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "both" created',
    ]);
  });

  it('can name composite alarms, but not come back to itself', async () => {
    const test = await withChildren();
    const put = (AlarmName: string, AlarmRule: string) =>
      test.call('cloudwatch', 'PutCompositeAlarm', { AlarmName, AlarmRule });
    put('inner', 'AT_LEAST(50%, ALARM, (a, b))');
    put('outer', `ALARM(${arnOf('inner')})`);
    await test.set('b', 'ALARM');
    expect(test.composite('outer')?.StateValue).toBe('ALARM');
    expect(() => put('inner', 'ALARM(outer)')).toThrow('comes back to inner itself');
    expect(() => put('other', 'ALARM(nowhere)')).toThrow('alarms nowhere do not exist');
    expect(() => put('other', 'ALARM(a) AND')).toThrow('AlarmRule is not valid: expected one of');
    expect(() => put('other', 'ALARM(a) b')).toThrow("unexpected 'b'");
  });

  it('holds its actions back while another alarm suppresses them', async () => {
    const test = await withChildren();
    const topic = 'arn:aws:sns:us-east-1:123456789012:ops';
    test.call('cloudwatch', 'PutCompositeAlarm', {
      AlarmName: 'muted',
      AlarmRule: 'ALARM(a)',
      AlarmActions: [topic],
      ActionsSuppressor: 'mute',
      ActionsSuppressorWaitPeriod: 20,
      ActionsSuppressorExtensionPeriod: 30,
    });
    await test.set('a', 'ALARM');
    expect(test.composite('muted')).toMatchObject({ StateValue: 'ALARM', ActionsSuppressedBy: 'WaitPeriod' });
    await test.set('mute', 'ALARM');
    expect(test.composite('muted')?.ActionsSuppressedBy).toBe('Alarm');
    await test.clock.advance(60_000);
    await test.set('mute', 'OK');
    expect(test.composite('muted')?.ActionsSuppressedBy).toBe('ExtensionPeriod');
    const acted = () => test.history('muted').filter((line) => line?.includes('execute action'));
    expect(acted()).toEqual([]);
    await test.clock.advance(30_000);
    expect(test.composite('muted')?.ActionsSuppressedBy).toBeUndefined();
    expect(acted()).toHaveLength(1);
  });
});
