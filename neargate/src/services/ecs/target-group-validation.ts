import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { OperationContext } from '../context.ts';
import { elbv2TablesOf } from '../elbv2/store.ts';
import { loadBalancerUsing } from '../elbv2/target-groups-in-use.ts';
import { invalidParameter } from './errors.ts';
import type { TaskDefinitionRow } from './store.ts';

/**
 * Throws unless each target group exists, takes addresses, and is one that a load balancer forwards to.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
 */
export function requireTargetGroups(
  context: OperationContext,
  { networkMode }: TaskDefinitionRow,
  loadBalancers: readonly LoadBalancer[],
): void {
  const tables = elbv2TablesOf(context);
  for (const { targetGroupArn = '' } of loadBalancers) {
    const group = tables.targetGroups.get(targetGroupArn);
    if (group === undefined) {
      throw invalidParameter(
        'Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.',
      );
    }
    if (networkMode === 'awsvpc' && group.targetType !== 'ip') {
      throw invalidParameter(
        `The provided target group ${targetGroupArn} has target type ${group.targetType}, which is incompatible with the awsvpc network mode specified in the task definition.`,
      );
    }
    if (loadBalancerUsing(tables, targetGroupArn) === undefined) {
      throw invalidParameter(
        `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
      );
    }
  }
}
