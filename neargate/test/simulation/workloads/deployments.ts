import { act, hopelessImagesFor, soundImagesFor } from '../actions.ts';
import { healAll } from '../disturbances.ts';
import { invariants } from '../invariants/all.ts';
import { createScenario, place, type Scenario, strategyOf, taskDefinition } from '../scenario.ts';
import { deploymentBoundMs, until } from '../until.ts';
import { Violation, type World } from '../world.ts';
import { deleteService } from './delete-service.ts';
import type { Workload } from './workload.ts';

/** A service that ECS itself deploys: rolling, blue/green, canary, linear. */
export const deployments: Workload = {
  controllers: () => [],
  invariants: () => invariants,
  async run(world) {
    const scenario = createScenario(world);
    await world.advance(world.random.integer(1, 60) * 1000);
    const steps = world.random.integer(3, 8);
    for (let step = 0; step < steps; step++) {
      await act(world, scenario);
      await world.advance(world.random.integer(0, 60_000));
    }
    await endQuietly(world, scenario);
    await deleteService(world);
  },
};

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
