import type { TargetHealthReasonEnum } from '@aws-sdk/client-elastic-load-balancing-v2';
import { cidrContains } from '../../network/ipv4.ts';
import type { Ec2Tables } from '../ec2/store.ts';
import type { LoadBalancerRow, TargetGroupRow, TargetHealthRow, TargetRow } from './store.ts';

export interface TargetHealth {
  readonly state: TargetHealthRow['state'];
  readonly reason?: TargetHealthReasonEnum | undefined;
  readonly description?: string | undefined;
}

/**
 * What DescribeTargetHealth says of a registered target: draining and unused by what was asked for, everything else as the data
 * plane saw it; until it has seen anything, registration is in progress.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export function targetHealthOf(given: {
  target: TargetRow;
  zone: string | undefined;
  loadBalancer: LoadBalancerRow | undefined;
  observed: TargetHealthRow | undefined;
}): TargetHealth {
  const { target, zone, loadBalancer, observed } = given;
  if (target.deregisteredAtMs !== undefined) {
    return {
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    };
  }
  if (loadBalancer === undefined) {
    return {
      state: 'unused',
      reason: 'Target.NotInUse',
      description: 'Target group is not configured to receive traffic from the load balancer',
    };
  }
  if (zone !== undefined && zone !== 'all' && !loadBalancer.zones.some((each) => each.zoneName === zone)) {
    return {
      state: 'unused',
      reason: 'Target.NotInUse',
      description: 'Target is in an Availability Zone that is not enabled for the load balancer',
    };
  }
  if (observed !== undefined && observed.sinceMs >= target.registeredAtMs) {
    return {
      state: observed.state,
      reason: observed.reason as TargetHealthReasonEnum | undefined,
      description: observed.description,
    };
  }
  return {
    state: 'initial',
    reason: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
  };
}

/** The zone of a target: that of the subnet its address lies in, or the one given for an address outside the VPC. */
export function zoneOfTarget(ec2: Ec2Tables, group: TargetGroupRow, target: TargetRow): string | undefined {
  if (target.availabilityZone === 'all') return 'all';
  for (const subnet of ec2.subnets.values()) {
    if (subnet.vpcId === group.vpcId && cidrContains(subnet.cidrBlock, target.id)) {
      return subnet.availabilityZone;
    }
  }
  return target.availabilityZone;
}
