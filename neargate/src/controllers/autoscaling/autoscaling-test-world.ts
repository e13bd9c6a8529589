import { onTestFinished } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { timing, type TimingProfile } from '../../core/timing.ts';
import { alarmControllers } from '../alarms/alarm-controllers.ts';
import { createEcsWorld } from '../ecs-test-world.ts';
import { ecsMetricsReconciler } from '../metrics/ecs-metrics-reconciler.ts';
import { startReconcilers } from '../reconciler.ts';
import { autoscalingControllers } from './autoscaling-controllers.ts';

export type AutoscalingWorld = Awaited<ReturnType<typeof createAutoscalingWorld>>;

/** The service of the world. */
export const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/main/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;
/** A service of so many tasks under an ECS whose tasks are as busy as the test says, with everything that scales it. Test support. */
export async function createAutoscalingWorld(
  options: { desiredCount?: number; profile?: TimingProfile } = {},
) {
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
