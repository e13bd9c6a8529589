import { expect } from 'vitest';
import { type Step, taskPort } from './step.ts';

const zones = ['us-east-1a', 'us-east-1b'] as const;

/** A VPC with two public and two private subnets in two zones, each pair with its way out. */
export function network(name: string): readonly Step[] {
  const subnet = (key: string, block: string, zone: string): Step => ({
    call: ['ec2', 'CreateSubnet'],
    input: ({ vpc }) => ({ VpcId: vpc, CidrBlock: block, AvailabilityZone: zone }),
    keep: ({ Subnet }) => ({ [key]: Subnet.SubnetId }),
  });
  const routeTable = (key: string): Step => ({
    call: ['ec2', 'CreateRouteTable'],
    input: ({ vpc }) => ({ VpcId: vpc }),
    keep: ({ RouteTable }) => ({ [key]: RouteTable.RouteTableId }),
  });
  const association = (table: string, of: string): Step => ({
    call: ['ec2', 'AssociateRouteTable'],
    input: (is) => ({ RouteTableId: is[table], SubnetId: is[of] }),
    keep: ({ AssociationId }) => ({ [`${of}Association`]: AssociationId }),
  });
  return [
    {
      call: ['ec2', 'CreateVpc'],
      input: () => ({
        CidrBlock: '10.42.0.0/16',
        TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: name }] }],
      }),
      keep: ({ Vpc }) => ({ vpc: Vpc.VpcId }),
    },
    { wait: ['ec2', 'VpcAvailable'], input: ({ vpc }) => ({ VpcIds: [vpc] }) },
    {
      call: ['ec2', 'DescribeVpcs'],
      input: () => ({ Filters: [{ Name: 'tag:Name', Values: [name] }] }),
      check: ({ Vpcs }, { vpc }) => expect(Vpcs).toMatchObject([{ VpcId: vpc, CidrBlock: '10.42.0.0/16' }]),
    },
    subnet('publicA', '10.42.0.0/24', zones[0]),
    subnet('publicB', '10.42.1.0/24', zones[1]),
    subnet('privateA', '10.42.2.0/24', zones[0]),
    subnet('privateB', '10.42.3.0/24', zones[1]),
    {
      wait: ['ec2', 'SubnetAvailable'],
      input: ({ publicA, publicB, privateA, privateB }) => ({
        SubnetIds: [publicA, publicB, privateA, privateB],
      }),
    },
    {
      refused: ['ec2', 'CreateSubnet'],
      input: ({ vpc }) => ({ VpcId: vpc, CidrBlock: '10.42.0.128/25' }),
      code: 'InvalidSubnet.Conflict',
    },
    {
      call: ['ec2', 'CreateInternetGateway'],
      input: () => ({}),
      keep: ({ InternetGateway }) => ({ gateway: InternetGateway.InternetGatewayId }),
    },
    {
      call: ['ec2', 'AttachInternetGateway'],
      input: ({ vpc, gateway }) => ({ VpcId: vpc, InternetGatewayId: gateway }),
    },
    routeTable('publicTable'),
    {
      call: ['ec2', 'CreateRoute'],
      input: ({ publicTable, gateway }) => ({
        RouteTableId: publicTable,
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: gateway,
      }),
    },
    association('publicTable', 'publicA'),
    association('publicTable', 'publicB'),
    {
      call: ['ec2', 'AllocateAddress'],
      input: () => ({ Domain: 'vpc' }),
      keep: ({ AllocationId }) => ({ address: AllocationId }),
    },
    {
      call: ['ec2', 'CreateNatGateway'],
      input: ({ publicA, address }) => ({ SubnetId: publicA, AllocationId: address }),
      keep: ({ NatGateway }) => ({ nat: NatGateway.NatGatewayId }),
    },
    { wait: ['ec2', 'NatGatewayAvailable'], input: ({ nat }) => ({ NatGatewayIds: [nat] }) },
    routeTable('privateTable'),
    {
      call: ['ec2', 'CreateRoute'],
      input: ({ privateTable, nat }) => ({
        RouteTableId: privateTable,
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: nat,
      }),
    },
    association('privateTable', 'privateA'),
    association('privateTable', 'privateB'),
  ];
}

/** Clients reach the load balancer, and only it reaches the tasks. */
export function security(name: string, listenerPort: number): readonly Step[] {
  const group = (key: string): Step => ({
    call: ['ec2', 'CreateSecurityGroup'],
    input: ({ vpc }) => ({ VpcId: vpc, GroupName: `${name}-${key}`, Description: key }),
    keep: ({ GroupId }) => ({ [key]: GroupId }),
  });
  return [
    group('alb'),
    group('tasks'),
    {
      wait: ['ec2', 'SecurityGroupExists'],
      input: ({ alb, tasks }) => ({ GroupIds: [alb, tasks] }),
    },
    {
      call: ['ec2', 'AuthorizeSecurityGroupIngress'],
      input: ({ alb }) => ({
        GroupId: alb,
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: listenerPort,
            ToPort: listenerPort,
            IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          },
        ],
      }),
    },
    {
      call: ['ec2', 'AuthorizeSecurityGroupIngress'],
      input: ({ tasks, alb }) => ({ GroupId: tasks, IpPermissions: [fromBalancer(alb)] }),
    },
    {
      refused: ['ec2', 'AuthorizeSecurityGroupIngress'],
      input: ({ tasks, alb }) => ({ GroupId: tasks, IpPermissions: [fromBalancer(alb)] }),
      code: 'InvalidPermission.Duplicate',
    },
  ];
}

function fromBalancer(group: string | undefined): object {
  return { IpProtocol: 'tcp', FromPort: taskPort, ToPort: taskPort, UserIdGroupPairs: [{ GroupId: group }] };
}
