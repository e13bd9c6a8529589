import { alarmControllers } from '../../../src/controllers/alarms/alarm-controllers.ts';
import { attempt, type Disturbance, disturbances, healAll } from '../disturbances.ts';
import { alarmsFollowTheirData } from '../invariants/alarms.ts';
import { invariants } from '../invariants/all.ts';
import { deploymentAlarms as deploymentAlarmsInvariant } from '../invariants/deployment-alarms.ts';
import { MetricFeed } from '../metric-feed.ts';
import { type ImageName, programs } from '../programs.ts';
import { configuration, createScenario, place, type Scenario, taskDefinition } from '../scenario.ts';
import { soundImagesFor } from '../actions.ts';
import { deploymentBoundMs, until } from '../until.ts';
import { Violation, type World } from '../world.ts';
import { deleteService } from './delete-service.ts';
import type { Workload } from './workload.ts';

const calm = 20;
const high = 90;
const threshold = 50;

/** A service whose deployments are watched by CloudWatch alarms on what a program reports. */
export const deploymentAlarms: Workload = {
  controllers: alarmControllers,
  invariants: () => [...invariants, alarmsFollowTheirData, deploymentAlarmsInvariant()],
  async run(world) {
    const scene: Scene = {
      scenario: createScenario(world),
      feeds: ['errors', 'latency'].map((name) => new MetricFeed(world, name, calm)),
    };
    for (const { metricName } of scene.feeds) putAlarm(world, metricName);
    await world.advance(world.random.integer(1, 300) * 1000);
    const steps = world.random.integer(3, 8);
    for (let step = 0; step < steps; step++) {
      const name = world.random.weighted(weights);
      world.note(`> ${name}`);
      world.note(`< ${name} ${await actions[name](world, scene)}`);
      await world.advance(world.random.integer(0, 150_000));
    }
    await endQuietly(world, scene);
    await deleteService(world);
  },
};

interface Scene {
  readonly scenario: Scenario;
  readonly feeds: readonly MetricFeed[];
}

type Action = (world: World, scene: Scene) => string | Promise<string>;

const weights = {
  deploy: 5,
  trouble: 4,
  calm: 4,
  silence: 1,
  'put alarm': 1,
  kill: 1,
  sicken: 1,
  'zone out': 0.5,
  heal: 1,
  restart: 2,
} as const;

const actions: Readonly<Record<Exclude<keyof typeof weights, Disturbance>, Action>> & typeof disturbances = {
  ...disturbances,
  deploy(world, scene) {
    const image = world.random.chance(0.7)
      ? world.random.pick(soundImagesFor(scene.scenario))
      : world.random.pick(Object.keys(programs) as ImageName[]);
    const alarmNames = world.random.pick([['errors'], ['latency'], ['errors', 'latency']]);
    return deploy(world, scene, image, {
      alarmNames,
      enable: world.random.chance(0.85),
      rollback: world.random.chance(0.6),
    });
  },
  trouble: (world, { feeds }) => level(world, feeds, high),
  calm: (world, { feeds }) => level(world, feeds, calm),
  silence: (world, { feeds }) => level(world, feeds, undefined),
  'put alarm': (world, { feeds }) => putAlarm(world, world.random.pick(feeds).metricName),
};

interface Watch {
  readonly alarmNames: string[];
  readonly enable: boolean;
  readonly rollback: boolean;
}

function deploy(world: World, { scenario }: Scene, image: ImageName, alarms: Watch): string {
  const deploymentConfiguration = { ...configuration(world, scenario), alarms };
  const input = { ...place, taskDefinition: taskDefinition(world, image), deploymentConfiguration };
  return `${image} ${JSON.stringify(deploymentConfiguration)} ${attempt(() => world.call('ecs', 'UpdateService', input))}`;
}

function level(world: World, feeds: readonly MetricFeed[], value: number | undefined): string {
  const feed = world.random.pick(feeds);
  feed.level = value;
  return `${feed.metricName} ${value ?? 'silent'}`;
}

/** Creates the alarm of a metric, or gives it other rules. */
function putAlarm(world: World, metricName: string): string {
  const EvaluationPeriods = world.random.pick([1, 2, 3, 5]);
  const DatapointsToAlarm = world.random.integer(1, EvaluationPeriods);
  const TreatMissingData = world.random.pick(['missing', 'missing', 'ignore', 'breaching', 'notBreaching']);
  world.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: metricName,
    Namespace: 'Simulated',
    MetricName: metricName,
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods,
    DatapointsToAlarm,
    TreatMissingData,
    Threshold: threshold,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  return `${metricName} ${DatapointsToAlarm} of ${EvaluationPeriods}, ${TreatMissingData}`;
}

/** In a quiet world a watched deployment completes; the next one fails when its alarm goes off, and goes back. */
async function endQuietly(world: World, scene: Scene): Promise<void> {
  healAll(world);
  world.surroundings.troubles.failingStarts = 0;
  for (const feed of scene.feeds) feed.level = calm;
  world.note('> the world is quiet');
  // What was reported before is out of sight then.
  await world.advance(8 * 60_000);
  await until(world, 20 * 60_000, 'the alarms are OK', () =>
    world
      .view()
      .alarms()
      .every(({ observed }) => observed.stateValue === 'OK'),
  );
  const watch: Watch = { alarmNames: ['errors', 'latency'], enable: true, rollback: true };
  // Long enough for any of the alarms to see its minutes from their starts.
  const bounds = {
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    strategy: 'ROLLING' as const,
    bakeTimeInMinutes: 10,
  };
  const start = () => {
    const deploymentConfiguration = { ...bounds, alarms: watch };
    world.call('ecs', 'UpdateService', {
      ...place,
      desiredCount: 2,
      taskDefinition: taskDefinition(world, 'good'),
      deploymentConfiguration,
    });
    return world.view().primary()?.id ?? '';
  };
  const isSettled = () => world.view().primary()?.observed.rolloutState !== 'IN_PROGRESS';
  const sound = start();
  await until(world, deploymentBoundMs, 'the watched deployment has ended', isSettled);
  expectPrimary(world, sound);
  start();
  for (const feed of scene.feeds) feed.level = high;
  await until(
    world,
    deploymentBoundMs,
    'the deployment in trouble has ended',
    () => world.view().primary()?.id === sound && isSettled(),
  );
  expectPrimary(world, sound);
}

function expectPrimary(world: World, id: string): void {
  const primary = world.view().primary();
  if (primary?.id !== id || primary.observed.rolloutState !== 'COMPLETED')
    throw new Violation(
      `${primary?.id ?? '-'} is ${primary?.observed.rolloutState ?? '-'}, not ${id} COMPLETED`,
    );
}
