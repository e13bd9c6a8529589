import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { metricIdentity } from '../../services/cloudwatch/metric-store.ts';
import { createAutoscalingWorld, target } from './autoscaling-test-world.ts';

const scope = '123456789012/us-east-1';

describe('target tracking on the CPU of tasks', () => {
  it('scales out after three minutes above the target and in after fifteen below, to the second', async () => {
    const test = await createAutoscalingWorld();
    test.register(2, 6);
    const { Alarms = [] } = test.track(50);
    expect(Alarms.map(({ AlarmName = '' }) => AlarmName.replace(/[0-9a-f-]{36}$/, 'UUID'))).toEqual([
      'TargetTracking-service/main/web-AlarmHigh-UUID',
      'TargetTracking-service/main/web-AlarmLow-UUID',
    ]);
    // Two tasks at 90 percent from minute 5: the points of minutes 5, 6 and 7 breach, and 8:05 evaluates the last.
    test.setLoad(180);
    expect(await test.secondsUntilDesired(4)).toBe(485);
    expect(test.activities()[0]).toMatchObject({
      Description: 'Setting desired count to 4.',
      Cause: `monitor alarm ${Alarms[0]?.AlarmName} in state ALARM triggered policy cpu`,
      StatusCode: 'Successful',
      StatusMessage: 'Successfully set desired count to 4. Change successfully fulfilled by ecs.',
    });
    expect(test.running()).toHaveLength(4);
    // 45 percent each is not under nine tenths of the target: nothing happens.
    await test.clock.advance(1_315_000);
    expect([test.desired(), test.seconds()]).toEqual([4, 1800]);
    // No load from minute 30 on: fifteen points, and two tasks are left.
    test.setLoad(0);
    expect(await test.secondsUntilDesired(2)).toBe(1800 + 15 * 60 + 5);
    await test.clock.advance(120_000);
    expect(test.running()).toHaveLength(2);
    expect(test.activities().map(({ StatusCode }) => StatusCode)).toEqual(['Successful', 'Successful']);
  });

  it('goes on scaling out when the cooldown is over and the load is still too high', async () => {
    const test = await createAutoscalingWorld();
    test.register(2, 10);
    test.track(50, { ScaleOutCooldown: 120 });
    test.setLoad(400);
    // 200 percent each: eight tasks make 50.
    expect(await test.secondsUntilDesired(8)).toBe(485);
    test.setLoad(600);
    // Within the cooldown two tasks at 300 percent would be twelve, of which ten are allowed.
    expect(await test.secondsUntilDesired(10)).toBe(485 + 120);
    await test.clock.advance(600_000);
    expect(test.activities(true)[0]).toMatchObject({
      StatusCode: 'Failed',
      NotScaledReasons: [{ Code: 'AlreadyAtMaxCapacity', MaxCapacity: 10 }],
    });
    expect(test.activities()).toHaveLength(2);
  });

  it('scales out while a deployment is under way, and not in', async () => {
    const test = await createAutoscalingWorld({ desiredCount: 4 });
    test.register(1, 8);
    test.track(50);
    test.programs.set('web:2', { failsToStart: 'CannotStartContainerError: no' });
    test.call('ecs', 'UpdateService', {
      cluster: 'main',
      service: 'web',
      taskDefinition: test.registerTaskDefinition('web:2'),
    });
    await test.clock.advance(3_000_000);
    expect(test.desired()).toBe(4);
    expect(test.activities(true)[0]?.NotScaledReasons).toMatchObject([
      { Code: 'TargetServicePutResourceAsUnscalable' },
    ]);
    test.setLoad(300);
    expect(await test.secondsUntilDesired(6)).toBeGreaterThan(0);
  });

  it('has its minute last five seconds under the fast profile', async () => {
    const test = await createAutoscalingWorld({ profile: 'fast' });
    test.register(2, 6);
    test.track(50);
    test.setLoad(180);
    expect(await test.secondsUntilDesired(4)).toBe(316);
    test.setLoad(0);
    expect(await test.secondsUntilDesired(2)).toBeLessThanOrEqual(316 + 5 + 76);
  });
});

describe('target tracking on an expression', () => {
  it('follows it, only outwards where scaling in is disabled', async () => {
    const test = await createAutoscalingWorld();
    test.register(2, 6);
    const { Alarms } = test.track(50, {
      PredefinedMetricSpecification: undefined,
      DisableScaleIn: true,
      CustomizedMetricSpecification: {
        Metrics: [
          { Id: 'perTask', Expression: 'backlog / 2', ReturnData: true },
          {
            Id: 'backlog',
            ReturnData: false,
            MetricStat: { Metric: { Namespace: 'app', MetricName: 'Backlog' }, Stat: 'Average' },
          },
        ],
      },
    });
    expect(Alarms).toHaveLength(1);
    const publish = async (backlog: number, minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) {
        const at = { timestampMs: test.clock.now(), unit: 'Count', values: [[backlog, 1]] } as const;
        test.context.metrics.record(scope, metricIdentity('app', 'Backlog'), at);
        await test.clock.advance(60_000);
      }
    };
    await publish(250, 4);
    expect(test.desired()).toBe(5);
    await publish(0, 30);
    expect(test.desired()).toBe(5);
  });
});

describe('the limits of a target', () => {
  it('act at once when they change, and leave alone what a user sets later', async () => {
    const test = await createAutoscalingWorld();
    test.programs.set('web:1', { missing: true });
    test.register(3, 6);
    await test.clock.advance(1000);
    expect(test.desired()).toBe(3);
    expect(test.activities()[0]).toMatchObject({
      Cause: 'minimum capacity was set to 3',
      StatusCode: 'InProgress',
      StatusMessage: 'Successfully set desired count to 3. Waiting for change to be fulfilled by ecs.',
    });
    test.register(1, 2);
    await test.clock.advance(1000);
    expect(test.desired()).toBe(2);
    expect(test.activities().map(({ StatusCode }) => StatusCode)).toEqual(['Successful', 'Overridden']);
    test.call('ecs', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 5 });
    await test.clock.advance(600_000);
    expect(test.desired()).toBe(5);
  });

  it('are changed by scheduled actions, unless those are suspended', async () => {
    const test = await createAutoscalingWorld();
    test.register(1, 6);
    const at = (seconds: number) => new Date(test.clock.now() + seconds * 1000).toISOString().slice(0, 19);
    const schedule = (name: string, Schedule: string, ScalableTargetAction: object) =>
      test.call('application-autoscaling', 'PutScheduledAction', {
        ...target,
        ScheduledActionName: name,
        Schedule,
        ScalableTargetAction,
      });
    schedule('morning', `at(${at(60)})`, { MinCapacity: 4, MaxCapacity: 8 });
    await test.clock.advance(59_000);
    expect(test.desired()).toBe(2);
    await test.clock.advance(1000);
    expect(test.desired()).toBe(4);
    expect(test.activities().map(({ Description, Cause }) => [Description, Cause])).toEqual([
      ['Setting desired count to 4.', 'minimum capacity was set to 4'],
      ['Setting min capacity to 4 and max capacity to 8', 'scheduled action name morning was triggered'],
    ]);
    schedule('wrong', `at(${at(60)})`, { MaxCapacity: 2 });
    await test.clock.advance(61_000);
    expect(test.activities()[0]).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: expect.stringContaining(
        'Maximum capacity cannot be less than minimum capacity',
      ) as string,
    });
    test.register(4, 8, { SuspendedState: { ScheduledScalingSuspended: true } });
    schedule('evening', 'rate(1 minute)', { MinCapacity: 1, MaxCapacity: 1 });
    await test.clock.advance(600_000);
    expect(test.desired()).toBe(4);
  });
});

describe('step scaling', () => {
  const policy = (name: string, adjustment: number, bounds: object) => ({
    ...target,
    PolicyName: name,
    PolicyType: 'StepScaling' as const,
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity' as const,
      Cooldown: 60,
      StepAdjustments: [{ ...bounds, ScalingAdjustment: adjustment }],
    },
  });

  it('acts on any alarm that has the policy as an action, each minute that it stays', async () => {
    const test = await createAutoscalingWorld();
    test.register(1, 5);
    const { PolicyARN = '' } = test.call(
      'application-autoscaling',
      'PutScalingPolicy',
      policy('more', 1, { MetricIntervalLowerBound: 0 }),
    );
    const alarm: PutMetricAlarmInput = {
      AlarmName: 'queue',
      Namespace: 'app',
      MetricName: 'Backlog',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 100,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [PolicyARN],
    };
    test.call('cloudwatch', 'PutMetricAlarm', alarm);
    expect(
      test.call('application-autoscaling', 'DescribeScalingPolicies', target).ScalingPolicies?.[0]?.Alarms,
    ).toMatchObject([{ AlarmName: 'queue' }]);
    const backlog = metricIdentity('app', 'Backlog');
    const publish = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) {
        test.context.metrics.record(scope, backlog, {
          timestampMs: test.clock.now(),
          unit: 'Count',
          values: [[150, 1]],
        });
        await test.clock.advance(60_000);
      }
    };
    await publish(5);
    expect(test.activities().map(({ Description }) => Description)).toEqual([
      'Setting desired count to 5.',
      'Setting desired count to 4.',
      'Setting desired count to 3.',
    ]);
    const history = test.call('cloudwatch', 'DescribeAlarmHistory', {
      AlarmName: 'queue',
      HistoryItemType: 'Action',
    });
    expect(history.AlarmHistoryItems?.[0]?.HistorySummary).toBe(`Successfully executed action ${PolicyARN}`);
  });
});
