import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { settleNatGateway } from './nat-gateways.ts';
import { ec2TablesOf } from './store.ts';

async function gateway(
  ConnectivityType: 'public' | 'private',
  changes: { secondaryAllocations?: number; privateCount?: number } = {},
) {
  const { call, context } = await createTestContext();
  const tables = ec2TablesOf(context);
  const SubnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId;
  const allocate = () => call('ec2', 'AllocateAddress', {}).AllocationId ?? '';
  const NatGatewayId =
    call('ec2', 'CreateNatGateway', {
      SubnetId,
      ConnectivityType,
      AllocationId: ConnectivityType === 'public' ? allocate() : undefined,
      SecondaryAllocationIds: Array.from({ length: changes.secondaryAllocations ?? 0 }, allocate),
      SecondaryPrivateIpAddressCount: changes.privateCount,
    }).NatGateway?.NatGatewayId ?? '';
  settleNatGateway(tables, NatGatewayId, context.clock.now());
  const addresses = () =>
    call('ec2', 'DescribeNatGateways', { NatGatewayIds: [NatGatewayId] }).NatGateways?.[0]
      ?.NatGatewayAddresses ?? [];
  return { call, tables, allocate, addresses, NatGatewayId };
}

describe('the addresses of a public NAT gateway', () => {
  it('are associated with private addresses of their own, and leave with them', async () => {
    const { call, allocate, addresses, NatGatewayId } = await gateway('public');
    const AllocationId = allocate();
    const [added] =
      call('ec2', 'AssociateNatGatewayAddress', { NatGatewayId, AllocationIds: [AllocationId] })
        .NatGatewayAddresses ?? [];
    expect(added).toMatchObject({ AllocationId, IsPrimary: false, Status: 'succeeded' });
    expect(addresses()).toEqual([expect.objectContaining({ IsPrimary: true }), added]);
    expect(added?.PrivateIp).not.toBe(addresses()[0]?.PrivateIp);
    const shown = () =>
      call('ec2', 'DescribeNetworkInterfaces', { NetworkInterfaceIds: [added?.NetworkInterfaceId ?? ''] })
        .NetworkInterfaces?.[0]?.PrivateIpAddresses;
    expect(shown()?.[1]).toMatchObject({
      Primary: false,
      PrivateIpAddress: added?.PrivateIp,
      Association: { PublicIp: added?.PublicIp },
    });
    expect(shown()?.[0]?.Association?.PublicIp).toBe(addresses()[0]?.PublicIp);
    const AssociationIds = [added?.AssociationId ?? ''];
    call('ec2', 'DisassociateNatGatewayAddress', { NatGatewayId, AssociationIds });
    expect(addresses()).toHaveLength(1);
    expect(addresses()[0]?.PublicIp).toBeDefined();
    expect(shown()).toHaveLength(1);
    call('ec2', 'ReleaseAddress', { AllocationId });
  });

  it('can be given at creation', async () => {
    const { addresses } = await gateway('public', { secondaryAllocations: 2 });
    expect(addresses().map(({ IsPrimary }) => IsPrimary)).toEqual([true, false, false]);
    expect(new Set(addresses().map(({ PublicIp }) => PublicIp)).size).toBe(3);
  });

  it('refuse what is taken, primary, private or not there', async () => {
    const { call, addresses, allocate, NatGatewayId } = await gateway('public');
    const [primary] = addresses();
    const associate = (AllocationIds: string[], PrivateIpAddresses?: string[]) => () =>
      call('ec2', 'AssociateNatGatewayAddress', { NatGatewayId, AllocationIds, PrivateIpAddresses });
    expect(associate([primary?.AllocationId ?? ''])).toThrow('is already associated');
    expect(associate(['eipalloc-none'])).toThrow("The allocation ID 'eipalloc-none' does not exist");
    expect(associate([allocate()], ['10.9.9.9'])).toThrow("within the subnet's address range");
    expect(associate([allocate()], [])).toThrow('as many private IP addresses');
    const disassociate = (AssociationId: string, MaxDrainDurationSeconds?: number) => () =>
      call('ec2', 'DisassociateNatGatewayAddress', {
        NatGatewayId,
        AssociationIds: [AssociationId],
        MaxDrainDurationSeconds,
      });
    expect(disassociate(primary?.AssociationId ?? '')).toThrow('cannot be disassociated');
    expect(disassociate('eipassoc-none')).toThrow("The association ID 'eipassoc-none' does not exist");
    expect(disassociate('eipassoc-none', 4001)).toThrow('MaxDrainDurationSeconds');
    expect(() => call('ec2', 'AssignPrivateNatGatewayAddress', { NatGatewayId })).toThrow(
      'connectivity type public',
    );
    expect(() =>
      call('ec2', 'AssociateNatGatewayAddress', { NatGatewayId: 'nat-none', AllocationIds: [] }),
    ).toThrow('The Nat Gateway nat-none was not found');
    call('ec2', 'DeleteNatGateway', { NatGatewayId });
    expect(associate([])).toThrow(expect.objectContaining({ code: 'IncorrectState' }));
  });
});

describe('the addresses of a private NAT gateway', () => {
  it('are assigned by number or name and unassigned by name', async () => {
    const { call, addresses, NatGatewayId } = await gateway('private', { privateCount: 1 });
    call('ec2', 'AssignPrivateNatGatewayAddress', { NatGatewayId, PrivateIpAddressCount: 2 });
    call('ec2', 'AssignPrivateNatGatewayAddress', { NatGatewayId, PrivateIpAddresses: ['172.31.0.40'] });
    const ips = () => addresses().map(({ PrivateIp }) => PrivateIp ?? '');
    expect(ips()).toHaveLength(5);
    expect(ips()[4]).toBe('172.31.0.40');
    const unassign = (PrivateIpAddresses: string[]) => () =>
      call('ec2', 'UnassignPrivateNatGatewayAddress', { NatGatewayId, PrivateIpAddresses });
    expect(unassign(ips().slice(0, 1))).toThrow('are not assigned to interface');
    unassign(ips().slice(1, 4))();
    expect(ips()).toEqual([ips()[0], '172.31.0.40']);
  });

  it.each([
    [{}, 'PrivateIpAddress'],
    [{ PrivateIpAddressCount: 32 }, 'less than or equal to 31'],
    [{ PrivateIpAddressCount: 1, PrivateIpAddresses: ['172.31.0.40'] }, 'together'],
  ])('refuse %j', async (input, message) => {
    const { call, NatGatewayId } = await gateway('private');
    expect(() => call('ec2', 'AssignPrivateNatGatewayAddress', { NatGatewayId, ...input })).toThrow(message);
  });

  it('free the subnet when the gateway goes', async () => {
    const { call, tables, NatGatewayId } = await gateway('private', { privateCount: 3 });
    call('ec2', 'DeleteNatGateway', { NatGatewayId });
    settleNatGateway(tables, NatGatewayId, 0);
    expect(call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.AvailableIpAddressCount).toBe(4091);
  });
});
