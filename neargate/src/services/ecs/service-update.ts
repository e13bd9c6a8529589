import { isDeepStrictEqual } from 'node:util';
import type { UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { invalidParameter } from './errors.ts';
import type { ServiceRow } from './store.ts';

/**
 * What each member of UpdateService does.
 * - `names`: says which service is meant.
 * - `deploys`: begins a deployment when its value changes.
 * - `forces`: begins one in any case.
 * - `schedules`: changes how the scheduler goes about it, of the deployment that is there.
 * - `later tasks`: holds for tasks that are started from now on.
 * - `not run here`: accepted by AWS, kept by nobody here.
 */
type Effect = 'names' | 'deploys' | 'forces' | 'schedules' | 'later tasks' | 'not run here';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
export const updateEffects: Readonly<Record<keyof UpdateServiceRequest, Effect>> = {
  cluster: 'names',
  service: 'names',
  taskDefinition: 'deploys',
  networkConfiguration: 'deploys',
  platformVersion: 'deploys',
  capacityProviderStrategy: 'deploys',
  loadBalancers: 'deploys',
  serviceRegistries: 'deploys',
  serviceConnectConfiguration: 'deploys',
  volumeConfigurations: 'deploys',
  deploymentController: 'deploys',
  forceNewDeployment: 'forces',
  desiredCount: 'schedules',
  deploymentConfiguration: 'schedules',
  healthCheckGracePeriodSeconds: 'schedules',
  availabilityZoneRebalancing: 'schedules',
  placementConstraints: 'schedules',
  placementStrategy: 'schedules',
  enableExecuteCommand: 'later tasks',
  enableECSManagedTags: 'later tasks',
  propagateTags: 'later tasks',
  monitoring: 'not run here',
  vpcLatticeConfigurations: 'not run here',
  gatewayConnectors: 'not run here',
};

/** Whether an update begins a new deployment: when it changes what tasks are started from, or is forced to. Pure. */
export function startsDeployment(
  input: UpdateServiceRequest,
  before: ServiceRow,
  changed: ServiceRow,
): boolean {
  return Object.entries(updateEffects).some(([member, effect]) => {
    if (effect === 'forces') return input.forceNewDeployment === true;
    return effect === 'deploys' && hasChanged(member as keyof ServiceRow, before, changed);
  });
}

function hasChanged(member: keyof ServiceRow, before: ServiceRow, changed: ServiceRow): boolean {
  return !isDeepStrictEqual(comparable(before[member]), comparable(changed[member]));
}

/** Rows from the journal lack the members that are undefined in fresh ones. */
function comparable(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function controllerOf({
  deploymentController: { type = 'ECS' },
}: ServiceRow): 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' {
  return type;
}

/** How AWS names what a task set owns when it refuses to change it in the service. */
const ownedByTaskSets = {
  taskDefinition: 'task definition',
  networkConfiguration: 'network parameters',
  loadBalancers: 'load balancers',
  platformVersion: 'platform version',
  capacityProviderStrategy: 'capacity provider strategy',
  serviceRegistries: 'service registries',
} as const satisfies Partial<Record<keyof UpdateServiceRequest & keyof ServiceRow, string>>;

/** Throws when the update changes what CodeDeploy or the external controller changes by task sets. */
export function requireControllersOwn(before: ServiceRow, changed: ServiceRow, forced: boolean): void {
  const controller = controllerOf(before);
  if (controllerOf(changed) !== controller) {
    if (controllerOf(changed) === 'ECS') return;
    throw invalidParameter(
      `Updating the deployment controller from ${controller} to ${controllerOf(changed)} is not supported.`,
    );
  }
  if (controller === 'ECS') return;
  const remedy =
    controller === 'CODE_DEPLOY'
      ? 'Use AWS CodeDeploy to trigger a new deployment.'
      : 'Use CreateTaskSet instead.';
  const place = `on services with a ${controller} deployment controller. ${remedy}`;
  if (forced) throw invalidParameter(`Cannot force a new deployment ${place}`);
  for (const [member, words] of Object.entries(ownedByTaskSets)) {
    if (hasChanged(member as keyof ServiceRow, before, changed)) {
      throw invalidParameter(`Unable to update ${words} ${place}`);
    }
  }
}
