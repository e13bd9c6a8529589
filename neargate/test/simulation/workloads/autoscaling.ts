import { alarmControllers } from '../../../src/controllers/alarms/alarm-controllers.ts';
import { autoscalingControllers } from '../../../src/controllers/autoscaling/autoscaling-controllers.ts';
import { ecsMetricsReconciler } from '../../../src/controllers/metrics/ecs-metrics-reconciler.ts';
import { attempt, type Disturbance, disturbances, healAll } from '../disturbances.ts';
import { alarmsFollowTheirData } from '../invariants/alarms.ts';
import { invariants } from '../invariants/all.ts';
import { scalingInvariants } from '../invariants/scaling.ts';
import { MetricFeed } from '../metric-feed.ts';
import { place, subnetIds, taskDefinition } from '../scenario.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';
import { deleteService } from './delete-service.ts';
import type { Workload } from './workload.ts';

const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/main/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;
/** Fifteen minutes below the target, and the cooldowns before. */
const scalingBoundMs = 60 * 60_000;

/** A service that Application Auto Scaling scales, by the load of its tasks, by alarms, and by the clock. */
export const autoscaling: Workload = {
  controllers: (environment) => [
    ecsMetricsReconciler(environment),
    ...alarmControllers(environment),
    ...autoscalingControllers(environment),
  ],
  invariants: () => [...invariants, alarmsFollowTheirData, ...scalingInvariants()],
  async run(world) {
    const queue = new MetricFeed(world, 'queue', 20);
    createService(world);
    register(world);
    track(world, 'cpu', world.random.pick([40, 60, 75]));
    await world.advance(world.random.integer(1, 300) * 1000);
    const steps = world.random.integer(6, 14);
    for (let step = 0; step < steps; step++) {
      const name = world.random.weighted(weights);
      world.note(`> ${name}`);
      world.note(`< ${name} ${await actions[name](world, queue)}`);
      await world.advance(world.random.integer(0, 600_000));
    }
    await endQuietly(world);
    await deleteService(world);
  },
};

type Action = (world: World, queue: MetricFeed) => string | Promise<string>;

const weights = {
  load: 6,
  queue: 3,
  register: 2,
  suspend: 1,
  track: 1,
  step: 2,
  schedule: 2,
  'by hand': 1,
  deploy: 2,
  kill: 1,
  'fail starts': 0.5,
  'zone out': 0.5,
  heal: 1,
  restart: 1,
} as const;

const actions: Readonly<Record<Exclude<keyof typeof weights, Disturbance>, Action>> & typeof disturbances = {
  ...disturbances,
  load(world) {
    const percent = world.random.pick([0, 20, 60, 120, 250, 400, 700]);
    world.surroundings.load.percent = percent;
    return `${percent} % of a task`;
  },
  queue(world, queue) {
    queue.level = world.random.chance(0.2) ? undefined : world.random.pick([10, 55, 80, 95]);
    return String(queue.level ?? 'silent');
  },
  register,
  suspend(world) {
    const SuspendedState = {
      DynamicScalingInSuspended: world.random.chance(0.3),
      DynamicScalingOutSuspended: world.random.chance(0.3),
      ScheduledScalingSuspended: world.random.chance(0.3),
    };
    world.call('application-autoscaling', 'RegisterScalableTarget', { ...target, SuspendedState });
    return JSON.stringify(SuspendedState);
  },
  track: (world) => track(world, world.random.pick(['cpu', 'cpu2']), world.random.pick([30, 50, 70])),
  step: putStepPolicy,
  schedule(world) {
    const limits = limitsOf(world);
    const atMs = Math.ceil(world.clock.now() / 1000) * 1000 + world.random.integer(1, 900) * 1000;
    const Schedule = `at(${new Date(atMs).toISOString().slice(0, 19)})`;
    const ScheduledActionName = world.random.pick(['morning', 'evening']);
    const input = { ...target, ScheduledActionName, Schedule, ScalableTargetAction: limits };
    return `${ScheduledActionName} ${Schedule} ${JSON.stringify(limits)} ${attempt(() => world.call('application-autoscaling', 'PutScheduledAction', input))}`;
  },
  'by hand'(world) {
    const desiredCount = world.random.integer(0, 9);
    return `${desiredCount} ${attempt(() => world.call('ecs', 'UpdateService', { ...place, desiredCount }))}`;
  },
  deploy(world) {
    const image = world.random.pick(['good', 'slow', 'stubborn', 'missing', 'leaking'] as const);
    const input = { ...place, taskDefinition: taskDefinition(world, image) };
    return `${image} ${attempt(() => world.call('ecs', 'UpdateService', input))}`;
  },
};

function createService(world: World): void {
  world.call('ecs', 'CreateCluster', { clusterName: 'main' });
  world.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: taskDefinition(world, 'good'),
    desiredCount: world.random.pick([1, 2, 3]),
    launchType: 'FARGATE',
    networkConfiguration: {
      awsvpcConfiguration: { subnets: subnetIds(world, world.random.pick([1, 2, 3])) },
    },
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  });
}

function limitsOf({ random }: World): { readonly MinCapacity: number; readonly MaxCapacity: number } {
  const MinCapacity = random.integer(0, 4);
  return { MinCapacity, MaxCapacity: MinCapacity + random.integer(0, 5) };
}

function register(world: World): string {
  const limits = limitsOf(world);
  world.call('application-autoscaling', 'RegisterScalableTarget', { ...target, ...limits });
  return JSON.stringify(limits);
}

function track(world: World, PolicyName: string, TargetValue: number): string {
  const ScaleInCooldown = world.random.chance(0.3) ? undefined : world.random.pick([60, 900]);
  const DisableScaleIn = world.random.chance(0.15);
  world.call('application-autoscaling', 'PutScalingPolicy', {
    ...target,
    PolicyName,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      ScaleInCooldown,
      DisableScaleIn,
    },
  });
  return `${PolicyName} at ${TargetValue} %${DisableScaleIn ? ', never in' : ''}`;
}

/** A policy that an alarm on the queue takes: out when it is long, or in when it is short. */
function putStepPolicy(world: World): string {
  const isOut = world.random.chance(0.5);
  const PolicyName = isOut ? 'long-queue' : 'short-queue';
  const change = world.random.pick([1, 2, 50]);
  const { PolicyARN = '' } = world.call('application-autoscaling', 'PutScalingPolicy', {
    ...target,
    PolicyName,
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: change === 50 ? 'PercentChangeInCapacity' : 'ChangeInCapacity',
      Cooldown: world.random.pick([60, 300]),
      StepAdjustments: isOut
        ? [
            { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: change },
            { MetricIntervalLowerBound: 20, ScalingAdjustment: change * 2 },
          ]
        : [{ MetricIntervalUpperBound: 0, ScalingAdjustment: -change }],
    },
  });
  const EvaluationPeriods = world.random.pick([1, 2, 3]);
  world.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: PolicyName,
    Namespace: 'Simulated',
    MetricName: 'queue',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods,
    DatapointsToAlarm: world.random.integer(1, EvaluationPeriods),
    Threshold: isOut ? 70 : 30,
    ComparisonOperator: isOut ? 'GreaterThanThreshold' : 'LessThanThreshold',
    AlarmActions: [PolicyARN],
  });
  return `${PolicyName} by ${change}`;
}

/** In a quiet world the capacity comes to what the target needs, and goes down to the minimum when the load ends. */
async function endQuietly(world: World): Promise<void> {
  healAll(world);
  world.surroundings.troubles.failingStarts = 0;
  world.note('> the world is quiet');
  const { ScalingPolicies = [] } = world.call('application-autoscaling', 'DescribeScalingPolicies', {
    ServiceNamespace: 'ecs',
  });
  for (const { PolicyName } of ScalingPolicies)
    world.call('application-autoscaling', 'DeleteScalingPolicy', { ...target, PolicyName });
  const { ScheduledActions = [] } = world.call('application-autoscaling', 'DescribeScheduledActions', {
    ServiceNamespace: 'ecs',
  });
  for (const { ScheduledActionName } of ScheduledActions)
    world.call('application-autoscaling', 'DeleteScheduledAction', { ...target, ScheduledActionName });
  world.call('application-autoscaling', 'RegisterScalableTarget', {
    ...target,
    MinCapacity: 1,
    MaxCapacity: 6,
    SuspendedState: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
    },
  });
  world.call('ecs', 'UpdateService', {
    ...place,
    desiredCount: 2,
    taskDefinition: taskDefinition(world, 'good'),
  });
  world.call('application-autoscaling', 'PutScalingPolicy', {
    ...target,
    PolicyName: 'cpu',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 50,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  });
  // Of four tasks it is 45 %: neither above the target nor below nine tenths of it.
  world.surroundings.load.percent = 180;
  await until(world, scalingBoundMs, 'four tasks share the load', () => desired(world) === 4);
  await until(world, scalingBoundMs, 'the load is as it shall be', () => isAtPeace(world));
  world.surroundings.load.percent = 0;
  await until(world, scalingBoundMs, 'one task is left without load', () => desired(world) === 1);
}

function desired(world: World): number | undefined {
  return world.view().service()?.desiredCount;
}

function isAtPeace(world: World): boolean {
  const alarms = world
    .view()
    .alarms()
    .filter(({ ownedByPolicyArn }) => ownedByPolicyArn !== undefined);
  return desired(world) === 4 && alarms.every(({ observed }) => observed.stateValue === 'OK');
}
