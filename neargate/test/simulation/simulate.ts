import { act, healAll, hopelessImagesFor, soundImagesFor } from './actions.ts';
import { invariants } from './invariants/all.ts';
import { createScenario, place, type Scenario, strategyOf, taskDefinition } from './scenario.ts';
import { Violation, World } from './world.ts';

/** A simulation that found nothing wrong has no `wrong`. */
export interface SimulationResult {
  readonly seed: number;
  readonly wrong: string | undefined;
  readonly trace: readonly string[];
}

/** A deployment has ended after so long when nothing else happens. */
const deploymentBoundMs = 45 * 60_000;
/** A deleted service is gone after so long: its targets drain, its programs are killed at last. */
const deletionBoundMs = 5 * 60_000;
const lookEveryMs = 15_000;

/** Runs the simulation that a seed stands for. The same seed always has the same trace. */
export async function simulate(seed: number): Promise<SimulationResult> {
  const world = await World.create(seed, invariants);
  let wrong: string | undefined;
  try {
    const scenario = createScenario(world);
    await world.advance(world.random.integer(1, 60) * 1000);
    const steps = world.random.integer(3, 8);
    for (let step = 0; step < steps; step++) {
      await act(world, scenario);
      await world.advance(world.random.integer(0, 60_000));
    }
    await endQuietly(world, scenario);
    await deleteService(world);
  } catch (error) {
    wrong = error instanceof Violation ? error.message : String((error as Error).stack ?? error);
  } finally {
    await world.end();
  }
  return { seed, wrong, trace: world.trace.lines };
}

/** Whatever has happened: in a quiet world the last deployment ends, with the right outcome. */
async function endQuietly(world: World, scenario: Scenario): Promise<void> {
  healAll(world);
  world.surroundings.troubles.failingStarts = 0;
  const isHopeless = world.random.chance(0.35) && canGoBack(world, soundImagesFor(scenario));
  const image = world.random.pick(isHopeless ? hopelessImagesFor(scenario) : soundImagesFor(scenario));
  const rollback = world.random.chance(0.7);
  world.note(`> the world is quiet; deploy ${image}${isHopeless && rollback ? ' with rollback' : ''}`);
  const desiredCount = Math.max(1, world.view().service()?.desiredCount ?? 1);
  world.call('ecs', 'UpdateService', {
    ...place,
    desiredCount,
    taskDefinition: taskDefinition(world, image),
    deploymentConfiguration: {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      ...strategyOf(world.random, scenario.strategies),
      deploymentCircuitBreaker: { enable: true, rollback },
    },
  });
  const before = world.view().primary()?.id;
  await until(world, deploymentBoundMs, 'the deployment has ended', () => {
    const primary = world.view().primary();
    return primary?.observed.rolloutState !== 'IN_PROGRESS';
  });
  const primary = world.view().primary();
  const outcome = `${primary?.id === before ? 'the same' : 'another'} deployment ${primary?.observed.rolloutState ?? '-'}`;
  const expected = isHopeless
    ? ['the same deployment FAILED', 'another deployment COMPLETED']
    : ['the same deployment COMPLETED'];
  if (!expected.includes(outcome)) throw new Violation(`deploying ${image} ended as ${outcome}`);
  if (primary?.observed.rolloutState !== 'COMPLETED') return;
  await until(world, deploymentBoundMs, 'the service is steady', () => {
    const view = world.view();
    const healthy = view.wanted().filter((task) => view.isHealthy(task) && task.startedBy === primary.id);
    return healthy.length === desiredCount && view.wanted().length === desiredCount;
  });
}

/** A rollback keeps trying, as on AWS: it ends only where what it goes back to is sound. */
function canGoBack(world: World, sound: readonly string[]): boolean {
  const view = world.view();
  const completed = view
    .service()
    ?.deployments.filter(({ observed }) => observed.completedAtMs !== undefined);
  return (completed ?? []).every(({ taskDefinition: arn }) =>
    sound.includes(view.ecs.taskDefinitions.get(arn)?.containerDefinitions[0]?.image ?? ''),
  );
}

async function deleteService(world: World): Promise<void> {
  world.note('> delete');
  world.call('ecs', 'DeleteService', { ...place, force: true });
  await until(
    world,
    deletionBoundMs,
    'the service is INACTIVE',
    () => world.view().service()?.status === 'INACTIVE',
  );
  const view = world.view();
  const left = [
    ...view.containers().map(({ image }) => `a container of ${image}`),
    ...Array.from(view.elbv2.targets.values(), ({ id }) => `the target ${id}`),
    ...view
      .tasks()
      .flatMap(({ observed, taskId }) => (observed.lastStatus === 'STOPPED' ? [] : `task ${taskId}`)),
  ];
  if (left.length > 0) throw new Violation(`the deleted service leaves ${left.join(', ')}`);
}

async function until(world: World, boundMs: number, what: string, isSo: () => boolean): Promise<void> {
  const endMs = world.clock.now() + boundMs;
  while (!isSo()) {
    if (world.clock.now() >= endMs) throw new Violation(`not within ${boundMs / 60_000} minutes: ${what}`);
    await world.advance(lookEveryMs);
  }
}
