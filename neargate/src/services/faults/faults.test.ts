import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../store/store.ts';
import { createTestContext } from '../test-context.ts';
import { networkOf, zonesInService } from './network-faults.ts';
import type { Fault } from './store.ts';

const scope = '123456789012/us-east-1';
const zoneOut = { kind: 'availability-zone', zoneName: 'us-east-1a' } as const;

describe('faults', () => {
  it('are in the network and the list until they are healed', async () => {
    const { call, context } = await createTestContext();
    const { faultId } = call('faults', 'StartFault', { fault: zoneOut });
    expect(call('faults', 'StartFault', { fault: zoneOut }).faultId).toBe(faultId);
    expect(call('faults', 'ListFaults', {}).faults).toMatchObject([{ faultId, fault: zoneOut }]);
    expect(networkOf(context.store, scope).faults.zones).toEqual(new Map([['us-east-1a', faultId]]));
    expect(zonesInService(context.store, scope)).not.toContain('us-east-1a');
    call('faults', 'HealFault', { faultId });
    expect(call('faults', 'ListFaults', {}).faults).toEqual([]);
    expect(zonesInService(context.store, scope)).toContain('us-east-1a');
    expect(() => call('faults', 'HealFault', { faultId })).toThrow(`There is no fault ${faultId}`);
  });

  it('show nothing in AWS’s API', async () => {
    const { call } = await createTestContext();
    const subnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId;
    const { AllocationId } = call('ec2', 'AllocateAddress', { Domain: 'vpc' });
    call('ec2', 'CreateNatGateway', { SubnetId: subnetId, AllocationId });
    const before = [call('ec2', 'DescribeNatGateways', {}), call('ec2', 'DescribeAvailabilityZones', {})];
    call('faults', 'StartFault', { fault: zoneOut });
    expect([call('ec2', 'DescribeNatGateways', {}), call('ec2', 'DescribeAvailabilityZones', {})]).toEqual(
      before,
    );
  });

  it.each<[Fault, string]>([
    [
      { kind: 'availability-zone', zoneName: 'us-east-1z' },
      'There is no Availability Zone us-east-1z. There are: us-east-1a, us-east-1b',
    ],
    [
      { kind: 'nat-gateway', natGatewayId: 'nat-1' },
      'There is no available NAT gateway nat-1. There is none.',
    ],
    [
      { kind: 'cut', by: 'security-group', between: ['sg-1', 'sg-2'] },
      'There is no security group sg-1. There are: sg-',
    ],
    [{ kind: 'cut', by: 'subnet', between: ['subnet-1', 'x'] }, 'There is no subnet subnet-1.'],
    [
      {
        kind: 'target-health',
        targetGroupArn: 'arn',
        targetId: '10.0.0.1',
        port: 80,
        answer: { kind: 'none' },
      },
      'There is no registered target 10.0.0.1:80. There is none.',
    ],
    [
      { kind: 'build-disk', projectName: 'web', sizeMib: 8 },
      'There is no CodeBuild project web. There is none.',
    ],
  ])('of what does not exist are refused: %o', async (fault, message) => {
    const { call } = await createTestContext();
    call('ec2', 'DescribeVpcs', {});
    expect(() => call('faults', 'StartFault', { fault })).toThrow(message);
  });
});

it('survive a restart', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate-faults-'));
  try {
    const store = await openStore({ directory });
    const first = await createTestContext(store);
    first.call('faults', 'StartFault', { fault: zoneOut });
    await store.flush();
    await store.close();
    const second = await createTestContext(await openStore({ directory }));
    expect(second.call('faults', 'ListFaults', {}).faults).toMatchObject([{ fault: zoneOut }]);
    await second.context.store.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
