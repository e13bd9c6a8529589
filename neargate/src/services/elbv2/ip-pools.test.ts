import { describe, expect, it } from 'vitest';
import type { CreateLoadBalancerInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createTestContext } from '../test-context.ts';

const Ipv4IpamPoolId = 'ipam-pool-0a1b2c3d4e5f60718';

async function loadBalancer(changes: Partial<CreateLoadBalancerInput> = {}) {
  const { call } = await createTestContext();
  const Subnets = (call('ec2', 'DescribeSubnets', {}).Subnets ?? [])
    .slice(0, 2)
    .map(({ SubnetId = '' }) => SubnetId);
  const { LoadBalancerArn } =
    call('elbv2', 'CreateLoadBalancer', { Name: 'web', Subnets, ...changes }).LoadBalancers?.[0] ?? {};
  return {
    modify: (input: object) => call('elbv2', 'ModifyIpPools', { LoadBalancerArn, ...input }),
    pools: () => call('elbv2', 'DescribeLoadBalancers', {}).LoadBalancers?.[0]?.IpamPools,
  };
}

describe('the IPAM pool of a load balancer', () => {
  it('is kept and shown until it is removed', async () => {
    const { modify, pools } = await loadBalancer();
    expect(modify({ IpamPools: { Ipv4IpamPoolId } })).toEqual({ IpamPools: { Ipv4IpamPoolId } });
    expect(pools()).toEqual({ Ipv4IpamPoolId });
    expect(modify({ RemoveIpamPools: ['ipv4'] }).IpamPools).toBeUndefined();
    expect(pools()).toBeUndefined();
  });

  it('can be given at creation', async () => {
    const { pools } = await loadBalancer({ IpamPools: { Ipv4IpamPoolId } });
    expect(pools()).toEqual({ Ipv4IpamPoolId });
  });

  it.each([
    [{}, 'must be specified'],
    [{ IpamPools: { Ipv4IpamPoolId }, RemoveIpamPools: ['ipv4'] }, 'at the same time'],
    [{ IpamPools: { Ipv4IpamPoolId: 'pool' } }, 'regular expression pattern'],
    [{ RemoveIpamPools: ['ipv6'] }, 'enum value set'],
    [{ LoadBalancerArn: 'arn:none', RemoveIpamPools: ['ipv4'] }, 'One or more load balancers not found'],
  ])('is refused as %j', async (input, message) => {
    const { modify } = await loadBalancer();
    expect(() => modify(input)).toThrow(message);
  });

  it.each([{ Type: 'network' as const }, { Scheme: 'internal' as const }])(
    'is refused for a load balancer of %j',
    async (changes) => {
      const { modify } = await loadBalancer(changes);
      expect(() => modify({ IpamPools: { Ipv4IpamPoolId } })).toThrow('load balancers');
    },
  );
});
