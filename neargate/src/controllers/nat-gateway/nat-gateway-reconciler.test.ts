import { expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { createTestContext } from '../../services/test-context.ts';
import { startReconcilers } from '../reconciler.ts';
import { natGatewayReconciler } from './nat-gateway-reconciler.ts';

it('makes a gateway available, lets it go, and forgets it an hour later', async () => {
  const { context, clock, call } = await createTestContext();
  const { store } = context;
  const running = startReconcilers([natGatewayReconciler({ store, clock })], {
    store,
    clock,
    log: silentLogger,
  });
  const subnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId;
  const { AllocationId } = call('ec2', 'AllocateAddress', { Domain: 'vpc' });
  const { NatGateway } = call('ec2', 'CreateNatGateway', { SubnetId: subnetId, AllocationId });
  const id = NatGateway?.NatGatewayId ?? '';
  const state = () => call('ec2', 'DescribeNatGateways', {}).NatGateways?.[0]?.State;
  expect(state()).toBe('pending');
  await clock.advance(0);
  expect(state()).toBe('available');
  call('ec2', 'DeleteNatGateway', { NatGatewayId: id });
  await clock.advance(0);
  expect(state()).toBe('deleted');
  await clock.advance(3_600_000);
  expect(state()).toBeUndefined();
  await running.stop();
});
