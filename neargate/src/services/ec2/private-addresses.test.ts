import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { allocateNetworkInterface } from './network-interfaces.ts';
import { ec2TablesOf } from './store.ts';

async function account() {
  const { call, context } = await createTestContext();
  const SubnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId ?? '';
  const create = () =>
    call('ec2', 'CreateNetworkInterface', { SubnetId }).NetworkInterface?.NetworkInterfaceId ?? '';
  const id = create();
  const managed = allocateNetworkInterface(
    ec2TablesOf(context),
    { ids: context.ids, nowMs: 0 },
    { subnetId: SubnetId, description: '', requesterManaged: true, attachedTo: 'amazon-aws' },
  );
  const addressesOf = (networkInterfaceId: string) =>
    call('ec2', 'DescribeNetworkInterfaces', {
      NetworkInterfaceIds: [networkInterfaceId],
    }).NetworkInterfaces?.[0]?.PrivateIpAddresses?.map(({ PrivateIpAddress = '' }) => PrivateIpAddress) ?? [];
  const assign = (input: object) =>
    call('ec2', 'AssignPrivateIpAddresses', { NetworkInterfaceId: id, ...input });
  return { call, create, id, managed, addressesOf, assign };
}

describe('secondary private addresses of a network interface', () => {
  it('can be given at creation, by name or number', async () => {
    const { call, addressesOf } = await account();
    const SubnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId ?? '';
    const create = (input: object) =>
      call('ec2', 'CreateNetworkInterface', { SubnetId, ...input }).NetworkInterface;
    const named = create({
      PrivateIpAddresses: [
        { PrivateIpAddress: '172.31.0.50' },
        { PrivateIpAddress: '172.31.0.40', Primary: true },
      ],
    });
    expect(addressesOf(named?.NetworkInterfaceId ?? '')).toEqual(['172.31.0.40', '172.31.0.50']);
    const counted = create({ PrivateIpAddress: '172.31.0.60', SecondaryPrivateIpAddressCount: 2 });
    expect(counted?.PrivateIpAddresses).toHaveLength(3);
    expect(counted?.PrivateIpAddress).toBe('172.31.0.60');
    const primaries = ['172.31.0.70', '172.31.0.71'].map((PrivateIpAddress) => ({
      PrivateIpAddress,
      Primary: true,
    }));
    expect(() => create({ PrivateIpAddresses: primaries })).toThrow('Only one primary');
    expect(() =>
      create({
        PrivateIpAddresses: [{ PrivateIpAddress: '172.31.0.72' }],
        SecondaryPrivateIpAddressCount: 1,
      }),
    ).toThrow('cannot be specified together');
    expect(() => create({ PrivateIpAddresses: [{ PrivateIpAddress: '172.31.0.50' }] })).toThrow(
      'already in use',
    );
    expect(() => create({ Ipv6AddressCount: 1 })).toThrow('does not have an IPv6 CIDR block');
  });

  it('are those asked for or the next free ones of the subnet', async () => {
    const { id, addressesOf, assign, call } = await account();
    const before = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.AvailableIpAddressCount ?? 0;
    expect(assign({ PrivateIpAddresses: ['172.31.0.40'] })).toEqual({
      NetworkInterfaceId: id,
      AssignedPrivateIpAddresses: [{ PrivateIpAddress: '172.31.0.40' }],
    });
    assign({ SecondaryPrivateIpAddressCount: 2 });
    expect(new Set(addressesOf(id)).size).toBe(4);
    expect(call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.AvailableIpAddressCount).toBe(before - 3);
    const Filters = [{ Name: 'addresses.private-ip-address', Values: ['172.31.0.40'] }];
    expect(call('ec2', 'DescribeNetworkInterfaces', { Filters }).NetworkInterfaces).toHaveLength(1);
  });

  it('move to another interface only when that is allowed', async () => {
    const { call, create, id, addressesOf, assign } = await account();
    const wanted = { PrivateIpAddresses: ['172.31.0.40'] };
    assign(wanted);
    const other = create();
    const take = (AllowReassignment: boolean) =>
      call('ec2', 'AssignPrivateIpAddresses', { NetworkInterfaceId: other, AllowReassignment, ...wanted });
    expect(() => take(false)).toThrow('already in use');
    take(true);
    expect(addressesOf(id)).toHaveLength(1);
    expect(addressesOf(other)).toContain('172.31.0.40');
  });

  it('carry Elastic IPs of their own, which stay allocated when they go', async () => {
    const { call, id, assign } = await account();
    assign({ PrivateIpAddresses: ['172.31.0.40'] });
    const { AllocationId } = call('ec2', 'AllocateAddress', {});
    const associate = (PrivateIpAddress: string) =>
      call('ec2', 'AssociateAddress', { AllocationId, NetworkInterfaceId: id, PrivateIpAddress });
    expect(() => associate('172.31.0.41')).toThrow('are not assigned to interface');
    associate('172.31.0.40');
    const { Association, PrivateIpAddresses } =
      call('ec2', 'DescribeNetworkInterfaces', { NetworkInterfaceIds: [id] }).NetworkInterfaces?.[0] ?? {};
    expect(Association).toBeUndefined();
    expect(PrivateIpAddresses?.[1]?.Association?.AllocationId).toBe(AllocationId);
    call('ec2', 'UnassignPrivateIpAddresses', {
      NetworkInterfaceId: id,
      PrivateIpAddresses: ['172.31.0.40'],
    });
    expect(call('ec2', 'DescribeAddresses', {}).Addresses?.[0]?.AssociationId).toBeUndefined();
  });

  it.each([
    [{}, 'privateIpAddresses'],
    [{ SecondaryPrivateIpAddressCount: 0 }, 'greater than 0'],
    [{ SecondaryPrivateIpAddressCount: 1, PrivateIpAddresses: ['172.31.0.40'] }, 'together'],
    [{ PrivateIpAddresses: ['10.9.9.9'] }, "within the subnet's address range"],
    [{ Ipv4PrefixCount: 1 }, 'does not support prefixes'],
    [{ NetworkInterfaceId: 'eni-none' }, "The networkInterface ID 'eni-none' does not exist"],
  ])('are refused as %j', async (input, message) => {
    const { assign } = await account();
    expect(() => assign(input)).toThrow(message);
  });

  it('are not for the interfaces of services, nor the primary address to be taken', async () => {
    const { call, id, managed, assign, addressesOf } = await account();
    const NetworkInterfaceId = managed.networkInterfaceId;
    expect(() => assign({ NetworkInterfaceId, SecondaryPrivateIpAddressCount: 1 })).toThrow(
      expect.objectContaining({ code: 'OperationNotPermitted' }),
    );
    const unassign = (PrivateIpAddresses: string[]) => () =>
      call('ec2', 'UnassignPrivateIpAddresses', { NetworkInterfaceId: id, PrivateIpAddresses });
    expect(unassign(addressesOf(id))).toThrow('cannot be unassigned');
    expect(unassign(['172.31.0.99'])).toThrow(`are not assigned to interface ${id}`);
  });
});

describe('attachments of network interfaces', () => {
  it('need an instance, and there are none', async () => {
    const { call, id } = await account();
    const attach =
      (InstanceId?: string, NetworkInterfaceId = id) =>
      () =>
        call('ec2', 'AttachNetworkInterface', { NetworkInterfaceId, InstanceId, DeviceIndex: 1 });
    expect(attach('i-0a1b2c3d4e5f60718')).toThrow(
      expect.objectContaining({ code: 'InvalidInstanceID.NotFound' }),
    );
    expect(attach('web')).toThrow(expect.objectContaining({ code: 'InvalidInstanceID.Malformed' }));
    expect(attach('i-0a1b2c3d4e5f60718', 'eni-none')).toThrow("'eni-none' does not exist");
    expect(attach()).toThrow(expect.objectContaining({ code: 'MissingParameter' }));
  });

  it('of services are theirs to end', async () => {
    const { call, managed } = await account();
    const detach = (AttachmentId: string) => () => call('ec2', 'DetachNetworkInterface', { AttachmentId });
    expect(detach(managed.attachment?.attachmentId ?? '')).toThrow(
      expect.objectContaining({ code: 'OperationNotPermitted' }),
    );
    expect(detach('eni-attach-none')).toThrow(
      expect.objectContaining({ code: 'InvalidAttachmentID.NotFound' }),
    );
  });
});
