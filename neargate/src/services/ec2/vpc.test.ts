import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { settleNatGateway } from './nat-gateways.ts';
import { allocateNetworkInterface, releaseNetworkInterface } from './network-interfaces.ts';
import { ec2TablesOf } from './store.ts';

async function vpcWithSubnet() {
  const test = await createTestContext();
  const vpcId = test.call('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  const subnetId =
    test.call('ec2', 'CreateSubnet', {
      VpcId: vpcId,
      CidrBlock: '10.0.1.0/28',
      AvailabilityZone: 'us-east-1b',
    }).Subnet?.SubnetId ?? '';
  return { ...test, vpcId, subnetId, tables: ec2TablesOf(test.context) };
}

describe('the default VPC', () => {
  it('is there on first use with a public subnet in each zone', async () => {
    const { call } = await createTestContext();
    const [vpc] = call('ec2', 'DescribeVpcs', {}).Vpcs ?? [];
    expect(vpc).toMatchObject({ CidrBlock: '172.31.0.0/16', IsDefault: true, State: 'available' });
    const subnets = call('ec2', 'DescribeSubnets', {
      Filters: [{ Name: 'default-for-az', Values: ['true'] }],
    }).Subnets;
    expect(subnets?.map((subnet) => [subnet.AvailabilityZone, subnet.CidrBlock])).toEqual([
      ['us-east-1a', '172.31.0.0/20'],
      ['us-east-1b', '172.31.16.0/20'],
      ['us-east-1c', '172.31.32.0/20'],
      ['us-east-1d', '172.31.48.0/20'],
      ['us-east-1e', '172.31.64.0/20'],
      ['us-east-1f', '172.31.80.0/20'],
    ]);
    expect(subnets?.[0]).toMatchObject({ MapPublicIpOnLaunch: true, AvailableIpAddressCount: 4091 });
  });

  it('is not made again once the user has deleted it', async () => {
    const { call, context } = await createTestContext();
    const vpcId = call('ec2', 'DescribeVpcs', {}).Vpcs?.[0]?.VpcId ?? '';
    for (const subnet of call('ec2', 'DescribeSubnets', {}).Subnets ?? []) {
      call('ec2', 'DeleteSubnet', { SubnetId: subnet.SubnetId });
    }
    for (const { InternetGatewayId } of call('ec2', 'DescribeInternetGateways', {}).InternetGateways ?? []) {
      call('ec2', 'DetachInternetGateway', { InternetGatewayId, VpcId: vpcId });
      call('ec2', 'DeleteInternetGateway', { InternetGatewayId });
    }
    call('ec2', 'DeleteVpc', { VpcId: vpcId });
    expect(call('ec2', 'DescribeVpcs', {}).Vpcs).toEqual([]);
    expect(ec2TablesOf(context).securityGroups.size).toBe(0);
  });
});

describe('CreateVpc', () => {
  it('brings a main route table, a default security group and a default network ACL', async () => {
    const { call, vpcId } = await vpcWithSubnet();
    const inVpc = { Name: 'vpc-id', Values: [vpcId] };
    const [table] =
      call('ec2', 'DescribeRouteTables', {
        Filters: [inVpc, { Name: 'association.main', Values: ['true'] }],
      }).RouteTables ?? [];
    expect(table?.Routes).toMatchObject([
      {
        DestinationCidrBlock: '10.0.0.0/16',
        GatewayId: 'local',
        State: 'active',
        Origin: 'CreateRouteTable',
      },
    ]);
    const [group] =
      call('ec2', 'DescribeSecurityGroups', {
        Filters: [inVpc, { Name: 'group-name', Values: ['default'] }],
      }).SecurityGroups ?? [];
    expect(group?.IpPermissions?.[0]?.UserIdGroupPairs?.[0]?.GroupId).toBe(group?.GroupId);
    const [acl] =
      call('ec2', 'DescribeNetworkAcls', { Filters: [inVpc, { Name: 'default', Values: ['true'] }] })
        .NetworkAcls ?? [];
    expect(acl?.Entries?.map((entry) => [entry.RuleNumber, entry.Egress, entry.RuleAction])).toEqual([
      [100, false, 'allow'],
      [32_767, false, 'deny'],
      [100, true, 'allow'],
      [32_767, true, 'deny'],
    ]);
    expect(acl?.Associations).toHaveLength(1);
  });

  it('clears host bits and refuses blocks larger than /16 or smaller than /28', async () => {
    const { call } = await createTestContext();
    expect(call('ec2', 'CreateVpc', { CidrBlock: '100.68.0.18/18' }).Vpc?.CidrBlock).toBe('100.68.0.0/18');
    expect(() => call('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/8' })).toThrow(
      expect.objectContaining({ code: 'InvalidVpc.Range', message: "The CIDR '10.0.0.0/8' is invalid." }),
    );
  });

  it('cannot be undone while the VPC still has a subnet', async () => {
    const { call, vpcId } = await vpcWithSubnet();
    expect(() => call('ec2', 'DeleteVpc', { VpcId: vpcId })).toThrow(
      expect.objectContaining({
        code: 'DependencyViolation',
        message: `The vpc '${vpcId}' has dependencies and cannot be deleted.`,
      }),
    );
  });
});

describe('CreateSubnet', () => {
  it.each([
    ['10.1.0.0/24', 'InvalidSubnet.Range', "The CIDR '10.1.0.0/24' is invalid."],
    ['10.0.1.0/24', 'InvalidSubnet.Conflict', "The CIDR '10.0.1.0/24' conflicts with another subnet"],
  ])('refuses %s with %s', async (CidrBlock, code, message) => {
    const { call, vpcId } = await vpcWithSubnet();
    expect(() => call('ec2', 'CreateSubnet', { VpcId: vpcId, CidrBlock })).toThrow(
      expect.objectContaining({ code, message }),
    );
  });

  it('names the zones of the region when asked for another', async () => {
    const { call, vpcId } = await vpcWithSubnet();
    expect(() =>
      call('ec2', 'CreateSubnet', {
        VpcId: vpcId,
        CidrBlock: '10.0.2.0/24',
        AvailabilityZone: 'us-east-1z',
      }),
    ).toThrow(/Value \(us-east-1z\) for parameter availabilityZone is invalid.*us-east-1a, us-east-1b/);
  });
});

describe('network interfaces', () => {
  it('take the next free address after the four that AWS keeps, and give it back', async () => {
    const { tables, context, subnetId } = await vpcWithSubnet();
    const environment = { ids: context.ids, nowMs: context.clock.now() };
    const allocate = () => allocateNetworkInterface(tables, environment, { subnetId, description: 'test' });
    const first = allocate();
    expect(first.privateIpAddress).toBe('10.0.1.4');
    expect(allocate().privateIpAddress).toBe('10.0.1.5');
    releaseNetworkInterface(tables, first.networkInterfaceId);
    expect(allocate().privateIpAddress).toBe('10.0.1.4');
  });

  it('run out when a /28 holds eleven', async () => {
    const { tables, context, subnetId, call } = await vpcWithSubnet();
    const environment = { ids: context.ids, nowMs: context.clock.now() };
    for (let count = 0; count < 11; count++) {
      allocateNetworkInterface(tables, environment, { subnetId, description: 'test' });
    }
    expect(call('ec2', 'DescribeSubnets', { SubnetIds: [subnetId] }).Subnets?.[0]).toMatchObject({
      AvailableIpAddressCount: 0,
    });
    expect(() => allocateNetworkInterface(tables, environment, { subnetId, description: 'test' })).toThrow(
      expect.objectContaining({ code: 'InsufficientFreeAddressesInSubnet' }),
    );
  });

  it('keep their subnet from being deleted', async () => {
    const { tables, context, subnetId, call } = await vpcWithSubnet();
    const environment = { ids: context.ids, nowMs: context.clock.now() };
    allocateNetworkInterface(tables, environment, { subnetId, description: 'test' });
    expect(() => call('ec2', 'DeleteSubnet', { SubnetId: subnetId })).toThrow(
      expect.objectContaining({ code: 'DependencyViolation' }),
    );
  });
});

describe('NAT gateways', () => {
  it('are pending until settled, hold their address, and blackhole their routes once deleted', async () => {
    const { call, tables, vpcId, subnetId, clock } = await vpcWithSubnet();
    const igw = call('ec2', 'CreateInternetGateway', {}).InternetGateway?.InternetGatewayId;
    call('ec2', 'AttachInternetGateway', { InternetGatewayId: igw, VpcId: vpcId });
    const { AllocationId } = call('ec2', 'AllocateAddress', { Domain: 'vpc' });
    const nat = call('ec2', 'CreateNatGateway', { SubnetId: subnetId, AllocationId }).NatGateway;
    const natGatewayId = nat?.NatGatewayId ?? '';
    expect(nat).toMatchObject({ State: 'pending', ConnectivityType: 'public' });
    expect(nat?.NatGatewayAddresses?.[0]).toMatchObject({ AllocationId, PrivateIp: '10.0.1.4' });
    expect(() => call('ec2', 'ReleaseAddress', { AllocationId })).toThrow(/is in use/);

    const routeTableId = call('ec2', 'CreateRouteTable', { VpcId: vpcId }).RouteTable?.RouteTableId ?? '';
    call('ec2', 'CreateRoute', {
      RouteTableId: routeTableId,
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: natGatewayId,
    });
    const route = () =>
      call('ec2', 'DescribeRouteTables', { RouteTableIds: [routeTableId] }).RouteTables?.[0]?.Routes?.[1];
    settleNatGateway(tables, natGatewayId, clock.now());
    expect(tables.natGateways.get(natGatewayId)?.observed.state).toBe('available');
    expect(route()).toMatchObject({ NatGatewayId: natGatewayId, State: 'active' });

    call('ec2', 'DeleteNatGateway', { NatGatewayId: natGatewayId });
    expect(call('ec2', 'DescribeNatGateways', {}).NatGateways?.[0]?.State).toBe('deleting');
    settleNatGateway(tables, natGatewayId, clock.now());
    expect(call('ec2', 'DescribeNatGateways', {}).NatGateways?.[0]?.State).toBe('deleted');
    expect(route()?.State).toBe('blackhole');
    call('ec2', 'ReleaseAddress', { AllocationId });
    expect(tables.networkInterfaces.size).toBe(0);
  });

  it('fail when the VPC has no internet gateway', async () => {
    const { call, tables, vpcId, subnetId, clock } = await vpcWithSubnet();
    const { AllocationId } = call('ec2', 'AllocateAddress', {});
    const natGatewayId =
      call('ec2', 'CreateNatGateway', { SubnetId: subnetId, AllocationId }).NatGateway?.NatGatewayId ?? '';
    settleNatGateway(tables, natGatewayId, clock.now());
    expect(
      call('ec2', 'DescribeNatGateways', { NatGatewayIds: [natGatewayId] }).NatGateways?.[0],
    ).toMatchObject({
      State: 'failed',
      FailureCode: 'Gateway.NotAttached',
      FailureMessage: `Network ${vpcId} has no Internet gateway attached`,
    });
  });
});

describe('route tables', () => {
  it('hand over the main association', async () => {
    const { call, vpcId } = await vpcWithSubnet();
    const main = () =>
      call('ec2', 'DescribeRouteTables', {
        Filters: [
          { Name: 'vpc-id', Values: [vpcId] },
          { Name: 'association.main', Values: ['true'] },
        ],
      }).RouteTables;
    const created = call('ec2', 'CreateRouteTable', { VpcId: vpcId }).RouteTable?.RouteTableId;
    call('ec2', 'ReplaceRouteTableAssociation', {
      AssociationId: main()?.[0]?.Associations?.[0]?.RouteTableAssociationId,
      RouteTableId: created,
    });
    expect(main()?.map((table) => table.RouteTableId)).toEqual([created]);
  });

  it('refuse a second route to the same destination and a gateway of another VPC', async () => {
    const { call, vpcId } = await vpcWithSubnet();
    const RouteTableId = call('ec2', 'CreateRouteTable', { VpcId: vpcId }).RouteTable?.RouteTableId;
    const GatewayId = call('ec2', 'CreateInternetGateway', {}).InternetGateway?.InternetGatewayId;
    const create = () =>
      call('ec2', 'CreateRoute', { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId });
    expect(create).toThrow(
      `route table ${RouteTableId} and network gateway ${GatewayId} belong to different`,
    );
    call('ec2', 'AttachInternetGateway', { InternetGatewayId: GatewayId, VpcId: vpcId });
    create();
    expect(create).toThrow('The route identified by 0.0.0.0/0 already exists.');
  });
});

describe('tags', () => {
  it('are searched with wildcards and removed by key', async () => {
    const { call, vpcId } = await vpcWithSubnet();
    call('ec2', 'CreateTags', { Resources: [vpcId], Tags: [{ Key: 'Name', Value: 'shop-vpc' }] });
    const found = () =>
      call('ec2', 'DescribeVpcs', { Filters: [{ Name: 'tag:Name', Values: ['shop-*'] }] }).Vpcs;
    expect(found()?.map((vpc) => vpc.VpcId)).toEqual([vpcId]);
    call('ec2', 'DeleteTags', { Resources: [vpcId], Tags: [{ Key: 'Name' }] });
    expect(found()).toEqual([]);
  });

  it('cannot be put on what does not exist', async () => {
    const { call } = await createTestContext();
    expect(() =>
      call('ec2', 'CreateTags', { Resources: ['vpc-0'], Tags: [{ Key: 'a', Value: 'b' }] }),
    ).toThrow(expect.objectContaining({ code: 'InvalidVpcID.NotFound' }));
  });
});
