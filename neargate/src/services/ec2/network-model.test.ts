import { describe, expect, it } from 'vitest';
import { decide } from '../../network/reachability.ts';
import { createTestContext } from '../test-context.ts';
import { buildNetworkModel } from './network-model.ts';
import { allocateNetworkInterface } from './network-interfaces.ts';
import { ec2TablesOf } from './store.ts';

describe('the network model built from EC2’s tables', () => {
  it('allows what the rules allow, and stops allowing it once a rule is revoked', async () => {
    const { call, context, clock } = await createTestContext();
    const tables = ec2TablesOf(context);
    const VpcId = call('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId;
    const subnetOf = (CidrBlock: string) =>
      call('ec2', 'CreateSubnet', { VpcId, CidrBlock }).Subnet?.SubnetId ?? '';
    const groupOf = (GroupName: string) =>
      call('ec2', 'CreateSecurityGroup', { VpcId, GroupName, Description: 'test' }).GroupId ?? '';
    const [alb, tasks] = [groupOf('ecs_alb_sg'), groupOf('ecs_tasks_sg')];
    const place = (cidrBlock: string, group: string) =>
      allocateNetworkInterface(
        tables,
        { ids: context.ids, nowMs: clock.now() },
        { subnetId: subnetOf(cidrBlock), groups: [group], description: 'test' },
      ).networkInterfaceId;
    const source = { interfaceId: place('10.0.1.0/24', alb) };
    const destination = { interfaceId: place('10.0.2.0/24', tasks) };
    const verdict = () =>
      decide(buildNetworkModel(tables, 'us-east-1'), { source, destination, protocol: 'tcp', port: 3002 });
    const permission = {
      GroupId: tasks,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 3002, ToPort: 3002, UserIdGroupPairs: [{ GroupId: alb }] },
      ],
    };
    call('ec2', 'AuthorizeSecurityGroupIngress', permission);
    expect(verdict().allowed).toBe(true);
    call('ec2', 'RevokeSecurityGroupIngress', permission);
    expect(verdict()).toMatchObject({
      allowed: false,
      at: tasks,
      reason: `Security group ${tasks} (ecs_tasks_sg) has no inbound rule that allows TCP 3002 from security group ${alb} (ecs_alb_sg).`,
    });
  });

  it('sends what a gateway endpoint serves to the endpoint', async () => {
    const { call, context, clock } = await createTestContext();
    const tables = ec2TablesOf(context);
    const VpcId = call('ec2', 'CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId;
    const subnetId = call('ec2', 'CreateSubnet', { VpcId, CidrBlock: '10.0.1.0/24' }).Subnet?.SubnetId ?? '';
    const table = call('ec2', 'DescribeRouteTables', {
      Filters: [{ Name: 'vpc-id', Values: [VpcId ?? ''] }],
    }).RouteTables?.[0]?.RouteTableId;
    const { networkInterfaceId } = allocateNetworkInterface(
      tables,
      { ids: context.ids, nowMs: clock.now() },
      { subnetId, description: 'test' },
    );
    const verdict = () =>
      decide(buildNetworkModel(tables, 'us-east-1'), {
        source: { interfaceId: networkInterfaceId },
        destination: { internetAddress: '52.216.0.1' },
        protocol: 'tcp',
        port: 443,
      });
    expect(verdict()).toMatchObject({ allowed: false, kind: 'route', at: table });
    const endpoint = call('ec2', 'CreateVpcEndpoint', {
      VpcId,
      ServiceName: 'com.amazonaws.us-east-1.s3',
      RouteTableIds: [table ?? ''],
    }).VpcEndpoint?.VpcEndpointId;
    expect(verdict()).toMatchObject({
      allowed: true,
      path: expect.arrayContaining([{ kind: 'endpoint', resourceId: endpoint }]) as unknown,
    });
    call('ec2', 'DeleteVpcEndpoints', { VpcEndpointIds: [endpoint ?? ''] });
    expect(verdict().allowed).toBe(false);
  });

  it('judges by the entries of the network ACL that a subnet was moved to', async () => {
    const { call, context, clock } = await createTestContext();
    const tables = ec2TablesOf(context);
    const [from, to] = call('ec2', 'DescribeSubnets', {}).Subnets ?? [];
    const place = (subnetId: string | undefined) => ({
      interfaceId: allocateNetworkInterface(
        tables,
        { ids: context.ids, nowMs: clock.now() },
        { subnetId: subnetId ?? '', description: 'test' },
      ).networkInterfaceId,
    });
    const connection = {
      source: place(from?.SubnetId),
      destination: place(to?.SubnetId),
      protocol: 'tcp',
      port: 80,
    } as const;
    expect(decide(buildNetworkModel(tables, 'us-east-1'), connection).allowed).toBe(true);
    const NetworkAclId = call('ec2', 'CreateNetworkAcl', { VpcId: to?.VpcId }).NetworkAcl?.NetworkAclId;
    const association = call('ec2', 'DescribeNetworkAcls', {
      Filters: [{ Name: 'association.subnet-id', Values: [to?.SubnetId ?? ''] }],
    }).NetworkAcls?.[0]?.Associations?.find((each) => each.SubnetId === to?.SubnetId);
    call('ec2', 'ReplaceNetworkAclAssociation', {
      AssociationId: association?.NetworkAclAssociationId,
      NetworkAclId,
    });
    expect(decide(buildNetworkModel(tables, 'us-east-1'), connection)).toMatchObject({
      allowed: false,
      kind: 'network-acl',
      at: NetworkAclId,
    });
  });
});
