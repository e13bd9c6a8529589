import { expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

it('ModifyVpcTenancy goes back to default and to nothing else', async () => {
  const { call } = await createTestContext();
  const VpcId = call('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16', InstanceTenancy: 'dedicated' }).Vpc
    ?.VpcId;
  const modify = (InstanceTenancy: string, id = VpcId) =>
    call('ec2', 'ModifyVpcTenancy', { VpcId: id, InstanceTenancy: InstanceTenancy as 'default' });
  expect(() => modify('dedicated')).toThrow(expect.objectContaining({ code: 'InvalidParameterValue' }));
  expect(modify('default')).toEqual({ ReturnValue: true });
  expect(call('ec2', 'DescribeVpcs', { VpcIds: [VpcId ?? ''] }).Vpcs?.[0]?.InstanceTenancy).toBe('default');
  expect(() => modify('default', 'vpc-none')).toThrow("The vpc ID 'vpc-none' does not exist");
});

it('a subnet gets no IPv6 block, for its VPC has none', async () => {
  const { call } = await createTestContext();
  const SubnetId = call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId;
  const associate =
    (Ipv6CidrBlock: string | undefined, id = SubnetId) =>
    () =>
      call('ec2', 'AssociateSubnetCidrBlock', { SubnetId: id, Ipv6CidrBlock });
  expect(associate('2600:1f18:1::/64')).toThrow(expect.objectContaining({ code: 'InvalidSubnet.Range' }));
  expect(associate('10.0.0.0/24')).toThrow(expect.objectContaining({ code: 'InvalidParameterValue' }));
  expect(associate(undefined)).toThrow(expect.objectContaining({ code: 'MissingParameter' }));
  expect(associate('2600:1f18:1::/64', 'subnet-none')).toThrow("The subnet ID 'subnet-none' does not exist");
  const AssociationId = 'subnet-cidr-assoc-0a1b2c3d4e5f60718';
  expect(() => call('ec2', 'DisassociateSubnetCidrBlock', { AssociationId })).toThrow(
    expect.objectContaining({ code: 'InvalidSubnetCidrBlockAssociationID.NotFound' }),
  );
});
