import type {
  CapacityProviderStrategyItem,
  CreateServiceRequest,
  DeploymentConfiguration,
  LaunchType,
} from '@aws-sdk/client-ecs';
import type { ClusterRow } from './store.ts';

/** The deployment configuration as stored: what was given, what was before, then AWS's defaults. */
export function deploymentConfiguration(
  given: DeploymentConfiguration = {},
  before: DeploymentConfiguration = {},
  schedulingStrategy: 'REPLICA' | 'DAEMON' = 'REPLICA',
): DeploymentConfiguration & { readonly minimumHealthyPercent: number; readonly maximumPercent: number } {
  const daemon = schedulingStrategy === 'DAEMON';
  const strategy = given.strategy ?? before.strategy ?? 'ROLLING';
  return {
    ...before,
    ...given,
    // Each belongs to some strategies: another one given leaves it behind.
    linearConfiguration:
      given.linearConfiguration ?? (strategy === 'LINEAR' ? before.linearConfiguration : undefined),
    canaryConfiguration:
      given.canaryConfiguration ?? (strategy === 'CANARY' ? before.canaryConfiguration : undefined),
    lifecycleHooks: given.lifecycleHooks ?? (strategy === 'ROLLING' ? undefined : before.lifecycleHooks),
    earlySuccessCriteria:
      given.earlySuccessCriteria ?? (strategy === 'ROLLING' ? before.earlySuccessCriteria : undefined),
    maximumPercent: given.maximumPercent ?? before.maximumPercent ?? (daemon ? 100 : 200),
    minimumHealthyPercent: given.minimumHealthyPercent ?? before.minimumHealthyPercent ?? (daemon ? 0 : 100),
    deploymentCircuitBreaker: given.deploymentCircuitBreaker ??
      before.deploymentCircuitBreaker ?? { enable: false, rollback: false },
    strategy,
    bakeTimeInMinutes: given.bakeTimeInMinutes ?? before.bakeTimeInMinutes ?? 0,
  };
}

/** New services even out their zones unless their maximum leaves no room to start tasks before others stop. */
export function rebalancingDefault(maximumPercent = 200): 'ENABLED' | 'DISABLED' {
  return maximumPercent > 100 ? 'ENABLED' : 'DISABLED';
}

/** Where the tasks run: a strategy or a launch type, the cluster's default strategy, or else EC2. */
export function launchOf(
  input: Pick<CreateServiceRequest, 'launchType' | 'capacityProviderStrategy'>,
  cluster: ClusterRow,
): {
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[];
} {
  if (input.launchType !== undefined) return { launchType: input.launchType };
  const given = input.capacityProviderStrategy ?? [];
  const strategy = given.length > 0 ? given : cluster.defaultCapacityProviderStrategy;
  return strategy.length > 0 ? { capacityProviderStrategy: strategy } : { launchType: 'EC2' };
}

/** A network configuration with what AWS fills in: no public address, no security groups of its own. */
export function withNetworkDefaults(
  configuration: CreateServiceRequest['networkConfiguration'],
): CreateServiceRequest['networkConfiguration'] {
  const awsvpc = configuration?.awsvpcConfiguration;
  if (awsvpc === undefined) return configuration;
  const { subnets, securityGroups = [], assignPublicIp = 'DISABLED' } = awsvpc;
  return { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp } };
}
