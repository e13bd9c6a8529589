import { codeDeployReconciler } from '../../../src/controllers/code-deploy/code-deploy-reconciler.ts';
import { testGroup } from '../../../src/services/codedeploy/test-group.ts';
import { attempt, type Disturbance, disturbances, healAll } from '../disturbances.ts';
import { activeOf, codeDeployInvariants, deploymentsOf } from '../invariants/code-deploy.ts';
import { lifeCycle, stopsAtOnce } from '../invariants/life-cycle.ts';
import { noLeftTargets, owned } from '../invariants/ownership.ts';
import { trueEvents } from '../invariants/service-events.ts';
import { onlyTheUnhealthy } from '../invariants/stop-causes.ts';
import { taskSetInvariants } from '../invariants/task-sets.ts';
import type { ImageName } from '../programs.ts';
import { createBalancer, place, subnetIds, taskDefinition } from '../scenario.ts';
import { until } from '../until.ts';
import { Violation, type World } from '../world.ts';
import { deleteService } from './delete-service.ts';
import type { Workload } from './workload.ts';

/** Install gives up after an hour; what is waited for before and behind it is shorter. */
const deploymentBoundMs = 100 * 60_000;
const hookEvents = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const;
const alarmName = 'errors';

/** A service that CodeDeploy deploys, blue/green, with hooks that answer, alarms, stops and rollbacks. */
export const codeDeploy: Workload = {
  controllers: (environment) => [codeDeployReconciler(environment)],
  invariants: () => [
    ...codeDeployInvariants,
    ...taskSetInvariants,
    lifeCycle,
    stopsAtOnce,
    onlyTheUnhealthy,
    trueEvents,
    owned,
    noLeftTargets,
  ],
  async run(world) {
    createService(world);
    await world.advance(world.random.integer(1, 90) * 1000);
    const steps = world.random.integer(5, 12);
    for (let step = 0; step < steps; step++) {
      const name = world.random.weighted(weights);
      world.note(`> ${name}`);
      world.note(`< ${name} ${await actions[name](world)}`);
      await world.advance(world.random.integer(0, 120_000));
    }
    await endQuietly(world);
    await deleteService(world);
  },
};

type Action = (world: World) => string | Promise<string>;

const weights = {
  deploy: 5,
  answer: 6,
  continue: 1,
  stop: 1,
  alarm: 1,
  size: 1,
  kill: 1,
  sicken: 1,
  'stop task': 0.5,
  'fail starts': 0.5,
  'zone out': 0.5,
  heal: 1,
  restart: 2,
} as const;

const actions: Readonly<Record<Exclude<keyof typeof weights, Disturbance>, Action>> & typeof disturbances = {
  ...disturbances,
  deploy(world) {
    const image = world.random.pick(['good', 'good', 'stubborn', 'checked', 'missing', 'sick'] as const);
    const hooks = hookEvents.filter(() => world.random.chance(0.3));
    return deploy(world, image, hooks);
  },
  answer: (world) => answer(world, world.random.chance(0.75) ? 'Succeeded' : 'Failed'),
  continue(world) {
    const deploymentId = activeOf(world.view())?.deploymentId;
    if (deploymentId === undefined) return 'nothing';
    const deploymentWaitType = world.random.pick(['READY_WAIT', 'TERMINATION_WAIT'] as const);
    return attempt(() =>
      world.call('codedeploy', 'ContinueDeployment', { deploymentId, deploymentWaitType }),
    );
  },
  stop(world) {
    const deploymentId = activeOf(world.view())?.deploymentId;
    if (deploymentId === undefined) return 'nothing';
    const autoRollbackEnabled = world.random.chance(0.6);
    return attempt(() => world.call('codedeploy', 'StopDeployment', { deploymentId, autoRollbackEnabled }));
  },
  alarm: (world) => setAlarm(world, world.random.pick(['ALARM', 'OK', 'OK'])),
  size(world) {
    const desiredCount = world.random.integer(1, 4);
    return `${desiredCount} ${attempt(() => world.call('ecs', 'UpdateService', { ...place, desiredCount }))}`;
  },
};

function createService(world: World): void {
  const { random } = world;
  world.call('ecs', 'CreateCluster', { clusterName: 'main' });
  const { groups, listenerArn } = createBalancer(world, random, ['blue', 'green']);
  world.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: taskDefinition(world, 'good'),
    desiredCount: random.integer(1, 3),
    launchType: 'FARGATE',
    deploymentController: { type: 'CODE_DEPLOY' },
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetIds(world, random.pick([1, 2, 3])) } },
    loadBalancers: [{ targetGroupArn: groups[0], containerName: 'web', containerPort: 80 }],
  });
  // Nothing evaluates it here: its state is set by hand.
  world.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: alarmName,
    Namespace: 'Simulated',
    MetricName: alarmName,
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  const testListenerArn = random.chance(0.5) ? createTestListener(world, groups[0] ?? '') : undefined;
  world.call('codedeploy', 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  const group = testGroup(
    { listenerArn, testListenerArn },
    {
      deploymentConfigName: random.pick([
        'CodeDeployDefault.ECSAllAtOnce',
        'CodeDeployDefault.ECSCanary10Percent5Minutes',
        'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
      ]),
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: random.chance(0.7)
          ? { actionOnTimeout: 'CONTINUE_DEPLOYMENT' }
          : { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 5 },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: random.pick([0, 2, 5]),
        },
      },
      autoRollbackConfiguration: random.chance(0.7)
        ? { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] }
        : { enabled: false },
      alarmConfiguration: { enabled: true, alarms: [{ name: alarmName }] },
    },
  );
  world.note(`create ${JSON.stringify(group)}`);
  world.call('codedeploy', 'CreateDeploymentGroup', group);
}

function createTestListener(world: World, targetGroupArn: string): string | undefined {
  const [balancer] = world.call('elbv2', 'DescribeLoadBalancers', {}).LoadBalancers ?? [];
  const { Listeners = [] } = world.call('elbv2', 'CreateListener', {
    LoadBalancerArn: balancer?.LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 9000,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
  });
  return Listeners[0]?.ListenerArn;
}

function deploy(world: World, image: ImageName, hooks: readonly string[]): string {
  const content = JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition(world, image),
            LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 80 },
          },
        },
      },
    ],
    Hooks: hooks.map((event) => ({ [event]: `validate-${event}` })),
  });
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content } } as const;
  const input = { applicationName: 'shop', deploymentGroupName: 'web', revision };
  return `${image} ${hooks.join(' ')} ${attempt(() => world.call('codedeploy', 'CreateDeployment', input))}`;
}

/** Answers for the function that a deployment waits for. */
function answer(world: World, status: 'Succeeded' | 'Failed'): string {
  const active = activeOf(world.view());
  const { hook } = active?.observed ?? {};
  if (active === undefined || hook === undefined) return 'nothing';
  const input = {
    deploymentId: active.deploymentId,
    lifecycleEventHookExecutionId: hook.executionId,
    status,
  };
  return `${hook.event} ${status} ${attempt(() => world.call('codedeploy', 'PutLifecycleEventHookExecutionStatus', input))}`;
}

function setAlarm(world: World, StateValue: 'OK' | 'ALARM'): string {
  world.call('cloudwatch', 'SetAlarmState', { AlarmName: alarmName, StateValue, StateReason: 'by hand' });
  return StateValue;
}

/** In a quiet world what is under way ends, a sound deployment succeeds, and one whose hook fails is not Succeeded. */
async function endQuietly(world: World): Promise<void> {
  healAll(world);
  world.surroundings.troubles.failingStarts = 0;
  world.note('> the world is quiet');
  setAlarm(world, 'OK');
  await untilEnded(world);
  deploy(world, 'good', world.random.pick([[], ['BeforeAllowTraffic'], ['AfterAllowTraffic']]));
  const id = deploymentsOf(world.view()).at(-1)?.deploymentId;
  await untilEnded(world);
  const sound = deploymentsOf(world.view()).find(({ deploymentId }) => deploymentId === id);
  if (sound?.observed.status !== 'Succeeded')
    throw new Violation(
      `${id ?? '-'} of a sound image is ${sound?.observed.status ?? '-'}: ${sound?.observed.errorInformation?.message ?? ''}`,
    );
}

/** Answers hooks and ends waits for people until no deployment is under way. */
async function untilEnded(world: World): Promise<void> {
  await until(world, deploymentBoundMs, 'the deployment has ended', () => {
    const active = activeOf(world.view());
    if (active === undefined) return true;
    answer(world, 'Succeeded');
    if (active.observed.status === 'Ready')
      attempt(() =>
        world.call('codedeploy', 'ContinueDeployment', {
          deploymentId: active.deploymentId,
          deploymentWaitType: 'READY_WAIT',
        }),
      );
    return false;
  });
}
