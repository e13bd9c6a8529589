import type { CapacityProviderStrategyItem, LaunchType } from '@aws-sdk/client-ecs';

/** The capacity providers that every account has. */
export const fargateCapacityProviders: readonly string[] = ['FARGATE', 'FARGATE_SPOT'];

export function isFargateProvider({ capacityProvider = '' }: CapacityProviderStrategyItem): boolean {
  return fargateCapacityProviders.includes(capacityProvider);
}

/** Where tasks are to run. Without a strategy the launch type says it. */
export interface Launch {
  readonly launchType?: LaunchType | undefined;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
}

/** Whether tasks run on Fargate, by launch type or by a strategy. A strategy never mixes Fargate with instances. */
export function runsOnFargate({ launchType, capacityProviderStrategy = [] }: Launch): boolean {
  return capacityProviderStrategy.length > 0
    ? capacityProviderStrategy.every(isFargateProvider)
    : launchType === 'FARGATE';
}

/** What AWS says where tasks are asked of instances and there are none, as always here; undefined on Fargate. */
export function missingInstances(launch: Launch): string | undefined {
  if (runsOnFargate(launch)) return undefined;
  const { capacityProviderStrategy = [] } = launch;
  return `No Container Instances were found in your ${capacityProviderStrategy.length > 0 ? 'capacity provider' : 'cluster'}.`;
}

/**
 * What is wrong with a capacity provider strategy, or undefined.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 */
export function strategyProblem(
  strategy: readonly CapacityProviderStrategyItem[],
  associated: readonly string[],
): string | undefined {
  if (strategy.length === 0) return undefined;
  const unknown = strategy.find(({ capacityProvider = '' }) => !associated.includes(capacityProvider));
  if (unknown !== undefined) {
    return `The specified capacity provider '${unknown.capacityProvider}' was not found. Specify a valid capacity provider and try again.`;
  }
  if (strategy.some(isFargateProvider) && !strategy.every(isFargateProvider)) {
    return 'A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again.';
  }
  if (strategy.filter(({ base = 0 }) => base > 0).length > 1) {
    return 'The specified capacity provider strategy is invalid. Only one capacity provider can have a base defined.';
  }
  if (strategy.every(({ weight = 0 }) => weight === 0)) {
    return 'The specified capacity provider strategy is invalid. At least one capacity provider must have a weight greater than zero.';
  }
  return undefined;
}
