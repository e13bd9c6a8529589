import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

async function loadBalancer() {
  const test = await createTestContext();
  const Subnets = (test.call('ec2', 'DescribeSubnets', {}).Subnets ?? [])
    .slice(0, 2)
    .map(({ SubnetId = '' }) => SubnetId);
  const { LoadBalancerArn } =
    test.call('elbv2', 'CreateLoadBalancer', { Name: 'web', Subnets }).LoadBalancers?.[0] ?? {};
  const reserve = (CapacityUnits: number) =>
    test.call('elbv2', 'ModifyCapacityReservation', {
      LoadBalancerArn,
      MinimumLoadBalancerCapacity: { CapacityUnits },
    });
  return { ...test, LoadBalancerArn, reserve };
}

describe('the capacity reservation of a load balancer', () => {
  it('is kept and described, and no zone is said to have it', async () => {
    const { call, reserve, LoadBalancerArn } = await loadBalancer();
    expect(call('elbv2', 'DescribeCapacityReservation', { LoadBalancerArn })).toEqual({
      CapacityReservationState: [],
    });
    const kept = reserve(500);
    expect(kept).toMatchObject({
      DecreaseRequestsRemaining: 2,
      MinimumLoadBalancerCapacity: { CapacityUnits: 500 },
      CapacityReservationState: [],
    });
    expect(call('elbv2', 'DescribeCapacityReservation', { LoadBalancerArn })).toEqual(kept);
    const reset = call('elbv2', 'ModifyCapacityReservation', {
      LoadBalancerArn,
      ResetCapacityReservation: true,
    });
    expect(reset.MinimumLoadBalancerCapacity).toBeUndefined();
  });

  it('is made smaller twice a day at most', async () => {
    const { reserve, clock } = await loadBalancer();
    for (const units of [500, 400, 300]) reserve(units);
    expect(() => reserve(200)).toThrow(
      expect.objectContaining({ code: 'CapacityDecreaseRequestLimitExceeded' }),
    );
    expect(reserve(600).DecreaseRequestsRemaining).toBe(0);
    await clock.advance(86_400_000);
    expect(reserve(200).DecreaseRequestsRemaining).toBe(1);
  });

  it.each([
    [{}, 'MinimumLoadBalancerCapacity or ResetCapacityReservation must be specified'],
    [{ ResetCapacityReservation: false }, 'must be specified'],
    [
      { ResetCapacityReservation: true, MinimumLoadBalancerCapacity: { CapacityUnits: 1 } },
      'at the same time',
    ],
    [{ MinimumLoadBalancerCapacity: { CapacityUnits: 0 } }, 'greater than 0'],
  ])('is refused as %j', async (input, message) => {
    const { call, LoadBalancerArn } = await loadBalancer();
    expect(() => call('elbv2', 'ModifyCapacityReservation', { LoadBalancerArn, ...input })).toThrow(message);
  });

  it('needs its load balancer', async () => {
    const { call } = await loadBalancer();
    const input = { LoadBalancerArn: 'arn:none', ResetCapacityReservation: true };
    expect(() => call('elbv2', 'ModifyCapacityReservation', input)).toThrow(
      'One or more load balancers not found',
    );
  });
});
