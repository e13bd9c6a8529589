import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing, type TimingProfile } from '../../core/timing.ts';
import { metricIdentity } from '../../services/cloudwatch/metric-store.ts';
import { alarmControllers } from '../alarms/alarm-controllers.ts';
import { createEcsWorld } from '../ecs-test-world.ts';
import { ecsMetricsReconciler } from '../metrics/ecs-metrics-reconciler.ts';
import { startReconcilers } from '../reconciler.ts';
import { autoscalingControllers } from './autoscaling-controllers.ts';

const scope = '123456789012/us-east-1';
const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/main/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;
const serviceDimensions = [
  { name: 'ClusterName', value: 'main' },
  { name: 'ServiceName', value: 'web' },
];

/** A service of so many tasks under an ECS whose tasks are as busy as the test says, with everything that scales it. */
async function world(options: { desiredCount?: number; profile?: TimingProfile } = {}) {
  const { desiredCount = 2, profile = 'aws' } = options;
  const ecs = await createEcsWorld(profile);
  const { context, clock, call } = ecs;
  let load = 0;
  const used = new Map<string, { atMs: number; cpuSeconds: number }>();
  /** Tasks of a quarter of a virtual CPU, `load` percent of one of them shared among all. */
  const taskUsage = (taskArn: string) => {
    const before = used.get(taskArn) ?? { atMs: clock.now(), cpuSeconds: 0 };
    const seconds = (clock.now() - before.atMs) / 1000;
    const share = load / 100 / Math.max(1, ecs.running().length);
    const after = { atMs: clock.now(), cpuSeconds: before.cpuSeconds + seconds * share * (256 / 1024) };
    used.set(taskArn, after);
    return { cpuSeconds: after.cpuSeconds, memoryBytes: 256 * 1024 * 1024 };
  };
  const environment = {
    store: context.store,
    clock,
    ids: context.ids,
    timing: timing(profile),
    metrics: context.metrics,
    contextOf: () => context,
    taskUsage,
  };
  const reconcilers = startReconcilers(
    [
      ecsMetricsReconciler(environment),
      ...alarmControllers(environment),
      ...autoscalingControllers(environment),
    ],
    { ...environment, log: silentLogger },
  );
  onTestFinished(async () => {
    await reconcilers.stop();
    await ecs.stop();
  });
  const subnets = (call('ec2', 'DescribeSubnets', {}).Subnets ?? []).slice(0, 2);
  call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: ecs.registerTaskDefinition('web:1'),
    desiredCount,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnets.map(({ SubnetId = '' }) => SubnetId) } },
  });
  const startMs = clock.now();
  await clock.advance(300_000);
  return {
    ...ecs,
    /** Percent of one task, in sum over the tasks. */
    setLoad: (percent: number) => {
      load = percent;
    },
    register: (MinCapacity: number, MaxCapacity: number, more: object = {}) =>
      call('application-autoscaling', 'RegisterScalableTarget', {
        ...target,
        MinCapacity,
        MaxCapacity,
        ...more,
      }),
    track: (TargetValue: number, more: object = {}) =>
      call('application-autoscaling', 'PutScalingPolicy', {
        ...target,
        PolicyName: 'cpu',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
          ...more,
        },
      }),
    desired: () => ecs.service('web').desiredCount,
    /** Seconds since the service was created, which was at the start of a minute. */
    seconds: () => (clock.now() - startMs) / 1000,
    async secondsUntilDesired(count: number, limit = 7200): Promise<number> {
      for (let waited = 0; waited < limit; waited++) {
        if (ecs.service('web').desiredCount === count) return (clock.now() - startMs) / 1000;
        await clock.advance(1000);
      }
      throw new Error(`desired count is ${ecs.service('web').desiredCount}, not ${count}, after ${limit} s`);
    },
    activities: (IncludeNotScaledActivities = false) =>
      call('application-autoscaling', 'DescribeScalingActivities', {
        ServiceNamespace: 'ecs',
        IncludeNotScaledActivities,
      }).ScalingActivities ?? [],
  };
}

describe('target tracking on the CPU of tasks', () => {
  it('scales out after three minutes above the target and in after fifteen below, to the second', async () => {
    const test = await world();
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
    const test = await world();
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
    const test = await world({ desiredCount: 4 });
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
    const test = await world({ profile: 'fast' });
    test.register(2, 6);
    test.track(50);
    test.setLoad(180);
    expect(await test.secondsUntilDesired(4)).toBe(316);
    test.setLoad(0);
    expect(await test.secondsUntilDesired(2)).toBeLessThanOrEqual(316 + 5 + 76);
  });
});

describe('the limits of a target', () => {
  it('act at once when they change, and leave alone what a user sets later', async () => {
    const test = await world();
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
    const test = await world();
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
    const test = await world();
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

describe('metrics of ECS', () => {
  const statistics = async (
    test: Awaited<ReturnType<typeof world>>,
    MetricName: string,
    Namespace = 'AWS/ECS',
  ) =>
    test.call('cloudwatch', 'GetMetricStatistics', {
      Namespace,
      MetricName,
      Dimensions: serviceDimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      StartTime: new Date(test.clock.now() - 300_000),
      EndTime: new Date(test.clock.now()),
      Period: 60,
      Statistics: ['Average', 'SampleCount', 'Sum'],
    }).Datapoints;

  it('tell each minute what the running tasks use of what they reserve', async () => {
    const test = await world();
    test.setLoad(100);
    await test.clock.advance(300_000);
    expect(await statistics(test, 'CPUUtilization')).toMatchObject(
      Array.from({ length: 5 }, () => ({ Average: 50, SampleCount: 2, Unit: 'Percent' })),
    );
    expect(await statistics(test, 'MemoryUtilization')).toMatchObject([{ Average: 50 }, {}, {}, {}, {}]);
    expect(await statistics(test, 'RunningTaskCount', 'ECS/ContainerInsights')).toEqual([]);
  });

  it('are those of Container Insights too, where the cluster has it on', async () => {
    const test = await world();
    test.call('ecs', 'UpdateClusterSettings', {
      cluster: 'main',
      settings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    test.setLoad(100);
    await test.clock.advance(300_000);
    const last = async (name: string) => (await statistics(test, name, 'ECS/ContainerInsights'))?.at(-1);
    expect(await last('RunningTaskCount')).toMatchObject({ Average: 2, Unit: 'Count' });
    expect(await last('CpuUtilized')).toMatchObject({ Average: 256, Unit: 'None' });
    expect(await last('CpuReserved')).toMatchObject({ Average: 512 });
    expect(await last('MemoryUtilized')).toMatchObject({ Average: 512, Unit: 'Megabytes' });
    const names =
      test.call('cloudwatch', 'ListMetrics', { Namespace: 'ECS/ContainerInsights' }).Metrics ?? [];
    expect(new Set(names.map(({ Dimensions = [] }) => Dimensions.map(({ Name }) => Name).join()))).toEqual(
      new Set(['ClusterName', 'ClusterName,ServiceName', 'ClusterName,TaskDefinitionFamily']),
    );
  });
});
