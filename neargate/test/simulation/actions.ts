import { attempt, type Disturbance, disturbances } from './disturbances.ts';
import { hopelessImages, type ImageName, programs, soundImages } from './programs.ts';
import { configuration, place, type Scenario, taskDefinition } from './scenario.ts';
import type { World } from './world.ts';

/** Something that somebody does, or that happens; returns what it was for the trace. */
type Action = (world: World, scenario: Scenario) => string | Promise<string>;

/** Each with how often it comes beside the others. */
const weights = {
  deploy: 5,
  configure: 1,
  force: 1,
  scale: 2,
  kill: 2,
  'stop task': 1,
  sicken: 2,
  'fail starts': 1,
  protect: 0.5,
  'zone out': 1,
  heal: 1,
  'stop deployment': 1,
  restart: 2,
  wait: 3,
} as const;

const actions: Readonly<Record<Exclude<keyof typeof weights, Disturbance>, Action>> & typeof disturbances = {
  deploy(world, scenario) {
    const image = world.random.chance(0.5)
      ? world.random.pick(soundImages)
      : world.random.pick(Object.keys(programs) as ImageName[]);
    const deploymentConfiguration = configuration(world, scenario);
    const input = { ...place, taskDefinition: taskDefinition(world, image), deploymentConfiguration };
    return `${image} ${JSON.stringify(deploymentConfiguration)} ${attempt(() => world.call('ecs', 'UpdateService', input))}`;
  },
  configure(world, scenario) {
    const deploymentConfiguration = configuration(world, scenario);
    return attempt(() => world.call('ecs', 'UpdateService', { ...place, deploymentConfiguration }));
  },
  force: (world) => attempt(() => world.call('ecs', 'UpdateService', { ...place, forceNewDeployment: true })),
  scale(world) {
    const desiredCount = world.random.pick([0, 1, 2, 3, 4, 6]);
    return `to ${desiredCount} ${attempt(() => world.call('ecs', 'UpdateService', { ...place, desiredCount }))}`;
  },
  ...disturbances,
  'stop deployment'(world) {
    const { serviceDeployments = [] } = world.call('ecs', 'ListServiceDeployments', place);
    const open = serviceDeployments.find(({ status }) => status === 'PENDING' || status === 'IN_PROGRESS');
    if (open === undefined) return 'nothing';
    const stopType = world.random.pick(['ROLLBACK', 'ABORT'] as const);
    const input = { serviceDeploymentArn: open.serviceDeploymentArn, stopType };
    return `${stopType} ${attempt(() => world.call('ecs', 'StopServiceDeployment', input))}`;
  },
};

export async function act(world: World, scenario: Scenario): Promise<void> {
  const name = world.random.weighted(weights);
  world.note(`> ${name}`);
  const what = await actions[name](world, scenario);
  world.note(`< ${name} ${what}`);
}

/** Programs that can complete a deployment of the scenario's service. */
export function soundImagesFor({ hasTargetGroup, graceSeconds }: Scenario): readonly ImageName[] {
  // A slow one fails two checks before it listens.
  return soundImages.filter((image) => image !== 'slow' || !hasTargetGroup || graceSeconds >= 45);
}

/** Programs that a deployment of the scenario's service fails with. */
export function hopelessImagesFor({ hasTargetGroup }: Scenario): readonly ImageName[] {
  return hopelessImages.filter((image) => hasTargetGroup || (image !== 'sick' && image !== 'silent'));
}
