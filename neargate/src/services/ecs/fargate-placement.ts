import type { NetworkConfiguration } from '@aws-sdk/client-ecs';
import { type OperationContext, regionalScope } from '../context.ts';
import { ec2TablesOf } from '../ec2/store.ts';
import { zonesInService } from '../faults/network-faults.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
export const capacityUnavailable =
  'Capacity is unavailable at this time. Please try again later or in a different availability zone';

/**
 * The network configuration of each of `count` standalone tasks: the subnets whose zone is in service, each task in the next of
 * them. A task runs in the first of its subnets. Empty when no zone is left.
 */
export function placements(
  context: OperationContext,
  configuration: NetworkConfiguration | undefined,
  count: number,
): readonly (NetworkConfiguration | undefined)[] {
  const awsvpc = configuration?.awsvpcConfiguration;
  if (awsvpc === undefined) return Array.from({ length: count }, () => configuration);
  const zones = zonesInService(context.store, regionalScope(context.caller));
  const { subnets } = ec2TablesOf(context);
  const usable = (awsvpc.subnets ?? []).filter((id) => zones.has(subnets.get(id)?.availabilityZone ?? ''));
  if (usable.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const first = index % usable.length;
    return {
      awsvpcConfiguration: { ...awsvpc, subnets: [...usable.slice(first), ...usable.slice(0, first)] },
    };
  });
}
