import { ecsServiceOf } from '../../services/codedeploy/ecs-service.ts';
import type { DeploymentScene } from '../../services/codedeploy/store.ts';
import { rulesForwardingTo } from '../../services/codedeploy/traffic-share.ts';
import { taskSetsOf } from '../../services/ecs/task-sets.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import type { DeploymentPass } from './deployment-pass.ts';
import { type DeploymentFailure, failures } from './failures.ts';
import { readAppSpec } from './read-appspec.ts';
import { listenersOf } from './route-traffic.ts';
import { ecsOf } from './task-sets.ts';

/** What the deployment is going to work on, as it is when it begins; or why it cannot begin. */
export function findScene(pass: DeploymentPass): DeploymentScene | DeploymentFailure {
  const { row, context } = pass;
  const appSpec = readAppSpec(context, row.revision);
  if ('error' in appSpec) return appSpec;
  const ecs = ecsOf(pass);
  const service = ecsServiceOf(ecs, row.ecsService);
  if (service?.status !== 'ACTIVE') {
    const { serviceName, clusterName } = row.ecsService;
    return failures.invalidService(
      `The Amazon ECS service ${serviceName} of the cluster ${clusterName} is not active.`,
    );
  }
  if (service.deploymentController.type !== 'CODE_DEPLOY') {
    return failures.invalidService(
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    );
  }
  const original = taskSetsOf(ecs, service).find(({ status }) => status === 'PRIMARY');
  if (original === undefined) {
    return failures.invalidService(`The Amazon ECS service ${service.serviceName} has no primary task set.`);
  }
  const groups = targetGroupsOf(pass);
  if ('error' in groups) return groups;
  const originalTargetGroupArn = groups.find((arn) =>
    original.loadBalancers.some(({ targetGroupArn }) => targetGroupArn === arn),
  );
  if (originalTargetGroupArn === undefined) {
    return failures.invalidLoadBalancer(
      `The primary task set ${original.id} is in none of the deployment group's target groups. Give the service's load balancer one of them.`,
    );
  }
  const problem = listenerProblem(pass, groups, originalTargetGroupArn);
  if (problem !== undefined) return problem;
  return {
    serviceArn: service.serviceArn,
    appSpec,
    originalTaskSetId: original.id,
    originalTargetGroupArn,
    replacementTargetGroupArn: groups.find((arn) => arn !== originalTargetGroupArn) ?? '',
  };
}

/** The ARNs of the two target groups. */
function targetGroupsOf({ environment, scope, row }: DeploymentPass): readonly string[] | DeploymentFailure {
  const { targetGroups } = elbv2Tables(environment.store, scope);
  const [pair] = row.loadBalancerInfo.targetGroupPairInfoList ?? [];
  const arns: string[] = [];
  for (const { name = '' } of pair?.targetGroups ?? []) {
    const group = [...targetGroups.values()].find((candidate) => candidate.name === name);
    if (group === undefined) {
      return failures.invalidLoadBalancer(`The target group ${name} of the deployment group was not found.`);
    }
    arns.push(group.targetGroupArn);
  }
  return arns;
}

/** Production traffic must lead to the original task set now, and test traffic to one of the two. */
function listenerProblem(
  pass: DeploymentPass,
  groups: readonly string[],
  originalTargetGroupArn: string,
): DeploymentFailure | undefined {
  const tables = elbv2Tables(pass.environment.store, pass.scope);
  const { production, test } = listenersOf(pass.row);
  if (rulesForwardingTo(tables, production, [originalTargetGroupArn]).length === 0)
    return failures.listenerWithoutPrimary(production);
  if (test !== undefined && rulesForwardingTo(tables, test, groups).length === 0)
    return failures.listenerWithoutPrimary(test);
  return undefined;
}
