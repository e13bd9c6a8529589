import type { LaunchType, LoadBalancer, NetworkConfiguration } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../context.ts';
import { invalidParameter } from './errors.ts';
import { networkResourceProblem } from './network-resources.ts';
import type { TaskDefinitionRow } from './store.ts';

const maxSubnets = 16;
const maxSecurityGroups = 5;
const maxTargetGroups = 5;

/** Throws unless the revision may be used in something new. */
export function requireActive(definition: TaskDefinitionRow, error = invalidParameter): void {
  if (definition.status !== 'ACTIVE') throw error('TaskDefinition is inactive');
}

export function requireLaunchType(definition: TaskDefinitionRow, launchType: LaunchType | undefined): void {
  if (launchType !== 'FARGATE' || definition.compatibilities.includes('FARGATE')) return;
  throw invalidParameter('Task definition does not support launch_type FARGATE.');
}

/** Throws unless the network configuration suits the task definition and names what exists. */
export function requireNetwork(
  context: OperationContext,
  definition: TaskDefinitionRow,
  networkConfiguration: NetworkConfiguration | undefined,
): void {
  const awsvpc = networkConfiguration?.awsvpcConfiguration;
  if (definition.networkMode !== 'awsvpc') {
    if (awsvpc === undefined) return;
    throw invalidParameter(
      'Network Configuration is not valid for the given networkMode of this task definition.',
    );
  }
  if (awsvpc === undefined) {
    throw invalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
  }
  const { subnets = [], securityGroups = [] } = awsvpc;
  if (subnets.length === 0) throw invalidParameter('subnets can not be empty.');
  if (subnets.length > maxSubnets) throw invalidParameter(`subnets can have at most ${maxSubnets} items.`);
  if (securityGroups.length > maxSecurityGroups) {
    throw invalidParameter(`securityGroups can have at most ${maxSecurityGroups} items.`);
  }
  const problem = networkResourceProblem(context, subnets, securityGroups);
  if (problem !== undefined) throw invalidParameter(problem);
}

/** Throws unless each load balancer entry fits the task definition and its target group can take the tasks. */
export function requireLoadBalancers(
  definition: TaskDefinitionRow,
  loadBalancers: readonly LoadBalancer[],
): void {
  if (loadBalancers.length > maxTargetGroups) {
    throw invalidParameter(`loadBalancers can have at most ${maxTargetGroups} items.`);
  }
  for (const { containerName, containerPort, targetGroupArn } of loadBalancers) {
    const container = definition.containerDefinitions.find(({ name }) => name === containerName);
    if (container === undefined) {
      throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
    }
    if (!(container.portMappings ?? []).some((mapping) => mapping.containerPort === containerPort)) {
      throw invalidParameter(
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      );
    }
    if (targetGroupArn === undefined) {
      throw invalidParameter(
        'The targetGroupArn of a load balancer can not be empty: Classic Load Balancers are not supported with awsvpc.',
      );
    }
  }
}

/**
 * Throws unless CodeDeploy could deploy the service: behind a load balancer, and with a number of tasks of its own. AWS publishes
 * no text for this. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
 */
export function requireDeployableByCodeDeploy(
  loadBalancers: readonly LoadBalancer[],
  schedulingStrategy: string | undefined,
): void {
  if (loadBalancers.length === 0) {
    throw invalidParameter(
      'Services with a CODE_DEPLOY deployment controller must use an Application Load Balancer or Network Load Balancer. Specify one in loadBalancers.',
    );
  }
  if (schedulingStrategy === 'DAEMON') {
    throw invalidParameter(
      'The DAEMON scheduling strategy is not supported with a CODE_DEPLOY deployment controller.',
    );
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html */
export function requirePercents(minimumHealthyPercent: number, maximumPercent: number): void {
  if (minimumHealthyPercent < 0 || maximumPercent < 1) {
    throw invalidParameter('Both maximumPercent and minimumHealthyPercent must be positive.');
  }
  if (minimumHealthyPercent === 100 && maximumPercent === 100) {
    throw invalidParameter(
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    );
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html: tasks start before others stop. */
export function requireRebalancing(asked: string | undefined, maximumPercent = 200): void {
  if (asked !== 'ENABLED' || maximumPercent > 100) return;
  throw invalidParameter(
    'availabilityZoneRebalancing can be ENABLED only with a deploymentConfiguration.maximumPercent above 100.',
  );
}

export function requireDesiredCount(desiredCount: number | undefined): void {
  if (desiredCount !== undefined && desiredCount < 0)
    throw invalidParameter('desiredCount can not be negative.');
}
