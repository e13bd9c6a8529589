import type { LoadBalancer } from '@aws-sdk/client-ecs';
import { attempt, type Disturbance, disturbances, healAll } from '../disturbances.ts';
import { lifeCycle, stopsAtOnce } from '../invariants/life-cycle.ts';
import { noLeftTargets, owned } from '../invariants/ownership.ts';
import { trueEvents } from '../invariants/service-events.ts';
import { onlyTheUnhealthy } from '../invariants/stop-causes.ts';
import { computedCount, taskSetInvariants } from '../invariants/task-sets.ts';
import { type ImageName, programs, soundImages } from '../programs.ts';
import { createBalancer, place, subnetIds, taskDefinition } from '../scenario.ts';
import { deploymentBoundMs, until } from '../until.ts';
import { Violation, type World } from '../world.ts';
import { deleteService } from './delete-service.ts';
import type { Workload } from './workload.ts';

/** A service with the deployment controller EXTERNAL, whose task sets somebody else makes, scales and deletes. */
export const taskSets: Workload = {
  controllers: () => [],
  invariants: () => [
    ...taskSetInvariants,
    lifeCycle,
    stopsAtOnce,
    onlyTheUnhealthy,
    trueEvents,
    owned,
    noLeftTargets,
  ],
  async run(world) {
    const scene = createService(world);
    const steps = world.random.integer(4, 10);
    for (let step = 0; step < steps; step++) {
      const name = world.random.weighted(weights);
      world.note(`> ${name}`);
      world.note(`< ${name} ${await actions[name](world, scene)}`);
      checkCounts(world);
      await world.advance(world.random.integer(0, 60_000));
      checkCounts(world);
    }
    await endQuietly(world, scene);
    await deleteService(world);
  },
};

interface Scene {
  readonly groups: readonly string[];
}

type Action = (world: World, scene: Scene) => string | Promise<string>;

const weights = {
  create: 4,
  scale: 3,
  'new primary': 2,
  delete: 2,
  size: 2,
  kill: 2,
  'stop task': 1,
  sicken: 2,
  'fail starts': 1,
  protect: 0.5,
  'zone out': 1,
  heal: 1,
  restart: 2,
} as const;

const actions: Readonly<Record<Exclude<keyof typeof weights, Disturbance>, Action>> & typeof disturbances = {
  ...disturbances,
  create(world, scene) {
    const image = world.random.chance(0.6)
      ? world.random.pick(soundImages)
      : world.random.pick(Object.keys(programs) as ImageName[]);
    return createSet(world, scene, image, world.random.pick([0, 25, 33, 50, 100, 100]));
  },
  scale(world) {
    const set = pickSet(world);
    if (set === undefined) return 'nothing';
    const scale = { value: world.random.pick([0, 10, 25, 50, 66, 100]), unit: 'PERCENT' as const };
    return `${set} to ${scale.value} % ${attempt(() => world.call('ecs', 'UpdateTaskSet', { ...place, taskSet: set, scale }))}`;
  },
  'new primary'(world) {
    const set = pickSet(world);
    if (set === undefined) return 'nothing';
    return `${set} ${attempt(() => world.call('ecs', 'UpdateServicePrimaryTaskSet', { ...place, primaryTaskSet: set }))}`;
  },
  delete(world) {
    const set = pickSet(world);
    return set === undefined ? 'nothing' : `${set} ${deleteSet(world, set)}`;
  },
  size(world) {
    const desiredCount = world.random.pick([0, 1, 2, 3, 5]);
    return `${desiredCount} ${attempt(() => world.call('ecs', 'UpdateService', { ...place, desiredCount }))}`;
  },
};

function createService(world: World): Scene {
  const { random } = world;
  world.call('ecs', 'CreateCluster', { clusterName: 'main' });
  const groups = random.chance(0.7) ? createBalancer(world, random, ['blue', 'green']).groups : [];
  world.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    desiredCount: random.pick([1, 2, 3, 4]),
    deploymentController: { type: 'EXTERNAL' },
  });
  return { groups };
}

function createSet(world: World, { groups }: Scene, image: ImageName, percent: number): string {
  const loadBalancers: LoadBalancer[] =
    groups.length === 0
      ? []
      : [{ targetGroupArn: world.random.pick(groups), containerName: 'web', containerPort: 80 }];
  const input = {
    ...place,
    taskDefinition: taskDefinition(world, image),
    launchType: 'FARGATE' as const,
    networkConfiguration: {
      awsvpcConfiguration: { subnets: subnetIds(world, world.random.pick([1, 2, 3])) },
    },
    loadBalancers,
    scale: { value: percent, unit: 'PERCENT' as const },
  };
  return `${image} at ${percent} % ${attempt(() => world.call('ecs', 'CreateTaskSet', input))}`;
}

function deleteSet(world: World, taskSet: string): string {
  return attempt(() => world.call('ecs', 'DeleteTaskSet', { ...place, taskSet, force: true }));
}

function pickSet(world: World): string | undefined {
  const sets = world.view().taskSets();
  return sets.length === 0 ? undefined : world.random.pick(sets).id;
}

/** What ECS tells of a service's tasks is what there is, and the sum of its task sets. */
function checkCounts(world: World): void {
  const view = world.view();
  const { taskSets: told = [] } = world.call('ecs', 'DescribeTaskSets', place);
  const [service] =
    world.call('ecs', 'DescribeServices', { cluster: 'main', services: ['web'] }).services ?? [];
  let running = 0;
  for (const { id = '', runningCount = 0, computedDesiredCount } of told) {
    const row = view.taskSet(id);
    const own = view.tasks().filter(({ startedBy }) => startedBy === id);
    const isRunning = own.filter(({ observed }) => observed.lastStatus === 'RUNNING').length;
    if (runningCount !== isRunning)
      throw new Violation(`${id} tells ${runningCount} running, not ${isRunning}`);
    const computed = row && computedCount(view, row);
    if (computedDesiredCount !== computed)
      throw new Violation(`${id} tells ${computedDesiredCount ?? '-'} computed, not ${computed ?? '-'}`);
    running += runningCount;
  }
  if (service?.runningCount !== running)
    throw new Violation(
      `the service tells ${service?.runningCount ?? '-'} running, its task sets ${running}`,
    );
}

/** In a quiet world a task set whose program is sound comes to its scale, and one that is deleted goes. */
async function endQuietly(world: World, scene: Scene): Promise<void> {
  healAll(world);
  world.surroundings.troubles.failingStarts = 0;
  world.note('> the world is quiet; delete all task sets but a new one');
  const old = world
    .view()
    .taskSets()
    .map(({ id }) => id);
  for (const id of old) deleteSet(world, id);
  world.call('ecs', 'UpdateService', { ...place, desiredCount: 3 });
  createSet(world, scene, world.random.pick(['good', 'stubborn', 'checked']), 50);
  await until(world, deploymentBoundMs, 'the new task set is steady and the old ones are gone', () => {
    const [set, ...others] = world.view().taskSets();
    return set?.observed.stabilityStatus === 'STEADY_STATE' && others.length === 0 && !old.includes(set.id);
  });
  checkCounts(world);
  const [set] = world.view().taskSets();
  const wanted = world.view().wanted();
  if (wanted.length !== 2 || wanted.some(({ startedBy }) => startedBy !== set?.id))
    throw new Violation(`${wanted.length} tasks are wanted, of half of 3 are 2`);
  deleteSet(world, set?.id ?? '');
  await until(
    world,
    deploymentBoundMs,
    'the last task set is gone',
    () => world.view().taskSets().length === 0,
  );
}
