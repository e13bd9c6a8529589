import type { IpamPools } from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from './errors.ts';
import type { LoadBalancerRow } from './store.ts';

/**
 * Pools give public addresses to application load balancers. The texts are not verified.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html
 */
export function requireIpamPoolUse({ type, scheme }: Pick<LoadBalancerRow, 'type' | 'scheme'>): void {
  if (type !== 'application') {
    throw validationError('IPAM pools are supported by load balancers of type application only');
  }
  if (scheme !== 'internet-facing') {
    throw validationError('IPAM pools are supported by internet-facing load balancers only');
  }
}

export function ipamPoolsOf({
  ipv4IpamPoolId,
}: Pick<LoadBalancerRow, 'ipv4IpamPoolId'>): IpamPools | undefined {
  return ipv4IpamPoolId === undefined ? undefined : { Ipv4IpamPoolId: ipv4IpamPoolId };
}
