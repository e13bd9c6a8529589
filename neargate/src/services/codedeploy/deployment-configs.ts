import type { ComputePlatform, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import type { OperationContext } from '../context.ts';
import { configNotFound } from './errors.ts';
import { codedeployTablesOf, type DeploymentConfigRow } from './store.ts';

const allAtOnce: TrafficRoutingConfig = { type: 'AllAtOnce' };

function canary(canaryPercentage: number, canaryInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage, canaryInterval } };
}

function linear(linearPercentage: number, linearInterval: number): TrafficRoutingConfig {
  return { type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage, linearInterval } };
}

/** Intervals in minutes. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html */
const routings: readonly (readonly [
  platform: ComputePlatform,
  name: string,
  routing: TrafficRoutingConfig,
])[] = [
  ['ECS', 'ECSAllAtOnce', allAtOnce],
  ['ECS', 'ECSLinear10PercentEvery1Minutes', linear(10, 1)],
  ['ECS', 'ECSLinear10PercentEvery3Minutes', linear(10, 3)],
  ['ECS', 'ECSCanary10Percent5Minutes', canary(10, 5)],
  ['ECS', 'ECSCanary10Percent15Minutes', canary(10, 15)],
  ['Lambda', 'LambdaAllAtOnce', allAtOnce],
  ['Lambda', 'LambdaLinear10PercentEvery1Minute', linear(10, 1)],
  ['Lambda', 'LambdaLinear10PercentEvery2Minutes', linear(10, 2)],
  ['Lambda', 'LambdaLinear10PercentEvery3Minutes', linear(10, 3)],
  ['Lambda', 'LambdaLinear10PercentEvery10Minutes', linear(10, 10)],
  ['Lambda', 'LambdaCanary10Percent5Minutes', canary(10, 5)],
  ['Lambda', 'LambdaCanary10Percent10Minutes', canary(10, 10)],
  ['Lambda', 'LambdaCanary10Percent15Minutes', canary(10, 15)],
  ['Lambda', 'LambdaCanary10Percent30Minutes', canary(10, 30)],
];

const provided: readonly DeploymentConfigRow[] = [
  ...routings.map(([computePlatform, name, trafficRoutingConfig], index) => ({
    deploymentConfigName: `CodeDeployDefault.${name}`,
    deploymentConfigId: providedId(index + 4),
    computePlatform,
    trafficRoutingConfig,
  })),
  ...(
    [
      ['OneAtATime', { type: 'HOST_COUNT', value: -1 }],
      ['HalfAtATime', { type: 'FLEET_PERCENT', value: 50 }],
      ['AllAtOnce', { type: 'FLEET_PERCENT', value: 0 }],
    ] as const
  ).map(([name, minimumHealthyHosts], index) => ({
    deploymentConfigName: `CodeDeployDefault.${name}`,
    deploymentConfigId: providedId(index + 1),
    computePlatform: 'Server' as const,
    minimumHealthyHosts,
  })),
];

/** The same in every account, as on AWS. */
function providedId(index: number): string {
  return `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
}

/** Those that AWS provides and the account's own. */
export function allConfigs(context: OperationContext): readonly DeploymentConfigRow[] {
  return [...provided, ...codedeployTablesOf(context).configs.values()];
}

/** Throws when there is none of that name. */
export function findConfig(context: OperationContext, name: string): DeploymentConfigRow {
  const config = allConfigs(context).find(({ deploymentConfigName }) => deploymentConfigName === name);
  if (config === undefined) throw configNotFound(name);
  return config;
}

/** The configuration of groups that name none. */
export function defaultConfigName(platform: ComputePlatform): string {
  return defaultNames[platform];
}

const defaultNames: Readonly<Record<ComputePlatform, string>> = {
  ECS: 'CodeDeployDefault.ECSAllAtOnce',
  Lambda: 'CodeDeployDefault.LambdaAllAtOnce',
  Server: 'CodeDeployDefault.OneAtATime',
};
