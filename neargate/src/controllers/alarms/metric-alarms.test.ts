import { describe, expect, it } from 'vitest';
import { snsTables } from '../../services/sns/store.ts';
import { cloudwatchTablesOf } from '../../services/cloudwatch/store.ts';
import { arnOf, cpuHigh, createAlarmWorld, minutes } from './alarm-test-world.ts';

describe('a metric alarm', () => {
  it('goes to ALARM five seconds after the third breaching minute, and back after one good minute', async () => {
    const test = await createAlarmWorld();
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
    const test = await createAlarmWorld();
    const lambda = 'arn:aws:lambda:us-east-1:123456789012:function:ops';
    test.call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, EvaluationPeriods: 1, AlarmActions: [lambda] });
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
      expect.stringMatching(`^Failed to execute action ${lambda}. Received error: "Neargate stores`),
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "cpu-high" created',
    ]);
  });

  it('tells a topic of its state, and its history that it did', async () => {
    const test = await createAlarmWorld();
    const { call } = test;
    const TopicArn = call('sns', 'CreateTopic', { Name: 'ops' }).TopicArn ?? '';
    const Endpoint = 'arn:aws:sqs:us-east-1:123456789012:alerts';
    call('sns', 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint });
    call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, EvaluationPeriods: 1, AlarmActions: [TopicArn] });
    await minutes(test, [90]);
    await test.secondsUntil('cpu-high', 'ALARM');
    const [sent, ...others] = snsTables(test.context.store, '123456789012/us-east-1').notifications.values();
    expect(others).toEqual([]);
    expect(sent?.message.subject).toBe('ALARM: "cpu-high" in US East (N. Virginia)');
    expect(JSON.parse(sent?.message.bodies['default'] ?? '')).toMatchObject({
      AlarmName: 'cpu-high',
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      Trigger: { MetricName: 'CPUUtilization', Statistic: 'AVERAGE', Period: 60, Threshold: 80 },
    });
    expect(test.history()[0]).toBe(`Successfully executed action ${TopicArn}`);
  });

  it('without data says so, and writes nothing more as long as that stays', async () => {
    const test = await createAlarmWorld();
    test.call('cloudwatch', 'PutMetricAlarm', cpuHigh);
    await test.clock.advance(10_000);
    expect(test.alarm()?.StateReason).toBe('Insufficient Data: 3 datapoints were unknown.');
    const row = cloudwatchTablesOf(test.context).alarms.get('cpu-high');
    await test.clock.advance(600_000);
    expect(cloudwatchTablesOf(test.context).alarms.get('cpu-high')).toBe(row);
    expect(test.history()).toEqual(['Alarm "cpu-high" created']);
  });

  it('keeps a state that was set until the next evaluation', async () => {
    const test = await createAlarmWorld();
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
    const test = await createAlarmWorld();
    await test.clock.advance(120_000);
    test.call('cloudwatch', 'PutMetricAlarm', { ...cpuHigh, Period: 300, EvaluationPeriods: 1 });
    test.record(99);
    expect(await test.secondsUntil('cpu-high', 'ALARM')).toBe(185);
    expect(test.alarm()?.StateReason).toContain('[99.0 (31/12/25 23:58:00)]');
  });

  it('evaluates expressions, and says what is wrong with one', async () => {
    const test = await createAlarmWorld();
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
    const test = await createAlarmWorld();
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
    const test = await createAlarmWorld();
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
    const test = await createAlarmWorld('fast');
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
