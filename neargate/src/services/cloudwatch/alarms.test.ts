import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const alarm: PutMetricAlarmInput = {
  AlarmName: 'cpu-high',
  Namespace: 'AWS/ECS',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'ClusterName', Value: 'main' }],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 80,
  ComparisonOperator: 'GreaterThanThreshold',
};
const arn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:cpu-high';

async function createAlarm() {
  const test = await createTestContext();
  test.call('cloudwatch', 'PutMetricAlarm', { ...alarm, Tags: [{ Key: 'team', Value: 'core' }] });
  const described = () =>
    test.call('cloudwatch', 'DescribeAlarms', { AlarmNames: ['cpu-high'] }).MetricAlarms?.[0];
  return { ...test, described };
}

describe('an alarm', () => {
  it('comes back as put, and has no data until something evaluates it', async () => {
    const { described } = await createAlarm();
    expect(described()).toMatchObject({
      ...alarm,
      AlarmArn: arn,
      ActionsEnabled: true,
      OKActions: [],
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
    });
  });

  it('keeps its state and tags when it is put again', async () => {
    const { call, described } = await createAlarm();
    call('cloudwatch', 'SetAlarmState', {
      AlarmName: 'cpu-high',
      StateValue: 'ALARM',
      StateReason: 'a test',
    });
    call('cloudwatch', 'PutMetricAlarm', { ...alarm, Threshold: 90, Tags: [{ Key: 'x', Value: 'y' }] });
    expect(described()).toMatchObject({ Threshold: 90, StateValue: 'ALARM', StateReason: 'a test' });
    expect(call('cloudwatch', 'ListTagsForResource', { ResourceARN: arn }).Tags).toEqual([
      { Key: 'team', Value: 'core' },
    ]);
  });

  it('remembers what happened to it, newest first, even once it is deleted', async () => {
    const { call } = await createAlarm();
    call('cloudwatch', 'SetAlarmState', { AlarmName: 'cpu-high', StateValue: 'OK', StateReason: 'a test' });
    call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['cpu-high'] });
    expect(
      call('cloudwatch', 'DescribeAlarmHistory', { AlarmName: 'cpu-high' }).AlarmHistoryItems?.map(
        ({ HistorySummary }) => HistorySummary,
      ),
    ).toEqual([
      'Alarm "cpu-high" deleted',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "cpu-high" created',
    ]);
  });

  it('is found by name, prefix, state, action and metric', async () => {
    const { call } = await createAlarm();
    const action = 'arn:aws:sns:us-east-1:123456789012:pages';
    call('cloudwatch', 'PutMetricAlarm', { ...alarm, AlarmName: 'other', AlarmActions: [action] });
    const found = (input: object) =>
      call('cloudwatch', 'DescribeAlarms', input).MetricAlarms?.map(({ AlarmName }) => AlarmName);
    expect(found({})).toEqual(['cpu-high', 'other']);
    expect(found({ AlarmNamePrefix: 'cpu' })).toEqual(['cpu-high']);
    expect(found({ StateValue: 'OK' })).toEqual([]);
    expect(found({ ActionPrefix: 'arn:aws:sns' })).toEqual(['other']);
    expect(found({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
    expect(() => found({ AlarmNames: ['a'], AlarmNamePrefix: 'a' })).toThrow(/mutually exclusive/);
    const { MetricName, Namespace, Dimensions } = alarm;
    expect(
      call('cloudwatch', 'DescribeAlarmsForMetric', { MetricName, Namespace, Dimensions }).MetricAlarms,
    ).toHaveLength(2);
    expect(call('cloudwatch', 'DescribeAlarmsForMetric', { MetricName, Namespace }).MetricAlarms).toEqual([]);
  });

  it('is deleted together with others or not at all', async () => {
    const { call, described } = await createAlarm();
    expect(() => call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['cpu-high', 'none'] })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFound' }),
    );
    expect(described()).toBeDefined();
    call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['cpu-high'] });
    expect(described()).toBeUndefined();
  });

  it('can have its actions disabled', async () => {
    const { call, described } = await createAlarm();
    call('cloudwatch', 'DisableAlarmActions', { AlarmNames: ['cpu-high'] });
    expect(described()?.ActionsEnabled).toBe(false);
  });

  it.each<[string, Partial<PutMetricAlarmInput>, RegExp]>([
    ['nothing to watch', { MetricName: undefined }, /Exactly one of the parameters MetricName/],
    ['two statistics', { ExtendedStatistic: 'p99' }, /Exactly one of the parameters Statistic/],
    ['no statistic that exists', { Statistic: undefined, ExtendedStatistic: 'q99' }, /q99/],
    ['a period between minutes', { Period: 45 }, /Period must be 10, 20, 30, or a multiple of 60/],
    ['more than a day', { Period: 300, EvaluationPeriods: 300 }, /more than a day/],
    ['more points than periods', { DatapointsToAlarm: 4 }, /DatapointsToAlarm must be less/],
    ['an unknown treatment', { TreatMissingData: 'guess' }, /guess is not supported for TreatMissingData/],
    ['an action that is no ARN', { AlarmActions: ['pages'] }, /Invalid arn syntax: pages/],
    ['no threshold', { Threshold: undefined }, /Threshold is required/],
    ['an unknown operator', { ComparisonOperator: 'Above' as 'GreaterThanThreshold' }, /'Above'/],
    ['no periods', { EvaluationPeriods: 0 }, /greater than or equal to 1/],
    [
      'math beside a metric',
      { MetricName: undefined, Metrics: [{ Id: 'a', Expression: '1' }] },
      /Namespace cannot be used with Metrics/,
    ],
  ])('with %s is refused', async (_, changes, refusal) => {
    const { call } = await createTestContext();
    expect(() => call('cloudwatch', 'PutMetricAlarm', { ...alarm, ...changes })).toThrow(refusal);
    expect(call('cloudwatch', 'DescribeAlarms', {}).MetricAlarms).toEqual([]);
  });

  it('may watch an expression', async () => {
    const { call } = await createTestContext();
    const { AlarmName, EvaluationPeriods, Threshold, ComparisonOperator } = alarm;
    const metric = (Id: string) => ({
      Id,
      ReturnData: false,
      MetricStat: { Metric: { Namespace: 'x', MetricName: Id }, Period: 60, Stat: 'Sum' },
    });
    const Metrics = [metric('errors'), metric('requests'), { Id: 'rate', Expression: 'errors / requests' }];
    const put = (queries: typeof Metrics) =>
      call('cloudwatch', 'PutMetricAlarm', {
        AlarmName,
        EvaluationPeriods,
        Threshold,
        ComparisonOperator,
        Metrics: queries,
      });
    put(Metrics);
    expect(call('cloudwatch', 'DescribeAlarms', {}).MetricAlarms).toMatchObject([{ Metrics }]);
    expect(() => put([...Metrics, { Id: 'again', Expression: '1' }])).toThrow(
      /Exactly one element of Metrics/,
    );
    expect(() => put([metric('Bad')])).toThrow(/lower-case letter/);
  });
});

describe('a dashboard', () => {
  it('is put, got, listed and deleted', async () => {
    const { call } = await createTestContext();
    const DashboardBody = '{"widgets":[]}';
    call('cloudwatch', 'PutDashboard', { DashboardName: 'shop', DashboardBody });
    expect(call('cloudwatch', 'GetDashboard', { DashboardName: 'shop' })).toEqual({
      DashboardName: 'shop',
      DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/shop',
      DashboardBody,
    });
    expect(call('cloudwatch', 'ListDashboards', {}).DashboardEntries).toMatchObject([
      { DashboardName: 'shop', Size: 14 },
    ]);
    expect(() => call('cloudwatch', 'PutDashboard', { DashboardName: 'x', DashboardBody: '[]' })).toThrow(
      expect.objectContaining({ code: 'DashboardInvalidInputError' }),
    );
    call('cloudwatch', 'DeleteDashboards', { DashboardNames: ['shop'] });
    expect(() => call('cloudwatch', 'GetDashboard', { DashboardName: 'shop' })).toThrow(
      expect.objectContaining({ code: 'DashboardNotFoundError' }),
    );
  });
});
