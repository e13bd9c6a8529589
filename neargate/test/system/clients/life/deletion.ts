import { expect } from 'vitest';
import { executionPolicy } from './service.ts';
import type { Step } from './step.ts';

/** The end of everything, in the order of its dependencies, with what AWS refuses out of order. */
export function deletion(name: string): readonly Step[] {
  const subnets = ['publicA', 'publicB', 'privateA', 'privateB'] as const;
  return [
    {
      refused: ['ecs', 'DeleteCluster'],
      input: () => ({ cluster: name }),
      code: 'ClusterContainsServicesException',
    },
    {
      refused: ['ec2', 'DeleteSecurityGroup'],
      input: ({ tasks }) => ({ GroupId: tasks }),
      code: 'DependencyViolation',
    },
    {
      refused: ['ec2', 'DeleteSubnet'],
      input: ({ privateA }) => ({ SubnetId: privateA }),
      code: 'DependencyViolation',
    },
    {
      refused: ['elbv2', 'DeleteTargetGroup'],
      input: ({ targets }) => ({ TargetGroupArn: targets }),
      code: 'ResourceInUse',
    },
    { call: ['ecs', 'DeleteService'], input: () => ({ cluster: name, service: name, force: true }) },
    { wait: ['ecs', 'ServicesInactive'], input: () => ({ cluster: name, services: [name] }) },
    ...(['definition1', 'definition2'] as const).map((definition): Step => ({
      call: ['ecs', 'DeregisterTaskDefinition'],
      input: (is) => ({ taskDefinition: is[definition] }),
      check: (output) => expect(output.taskDefinition.status).toBe('INACTIVE'),
    })),
    { call: ['ecs', 'DeleteCluster'], input: () => ({ cluster: name }) },
    { call: ['elbv2', 'DeleteRule'], input: ({ rule }) => ({ RuleArn: rule }) },
    { call: ['elbv2', 'DeleteListener'], input: ({ listener }) => ({ ListenerArn: listener }) },
    { call: ['elbv2', 'DeleteTargetGroup'], input: ({ targets }) => ({ TargetGroupArn: targets }) },
    { call: ['elbv2', 'DeleteLoadBalancer'], input: ({ balancer }) => ({ LoadBalancerArn: balancer }) },
    {
      wait: ['elbv2', 'LoadBalancersDeleted'],
      input: ({ balancer }) => ({ LoadBalancerArns: [balancer] }),
    },
    {
      refused: ['ec2', 'DeleteSecurityGroup'],
      input: ({ alb }) => ({ GroupId: alb }),
      code: 'DependencyViolation',
    },
    { call: ['ec2', 'DeleteSecurityGroup'], input: ({ tasks }) => ({ GroupId: tasks }) },
    { call: ['ec2', 'DeleteSecurityGroup'], input: ({ alb }) => ({ GroupId: alb }) },
    { call: ['ec2', 'DeleteNatGateway'], input: ({ nat }) => ({ NatGatewayId: nat }) },
    { wait: ['ec2', 'NatGatewayDeleted'], input: ({ nat }) => ({ NatGatewayIds: [nat] }) },
    { call: ['ec2', 'ReleaseAddress'], input: ({ address }) => ({ AllocationId: address }) },
    {
      refused: ['ec2', 'DeleteRouteTable'],
      input: ({ publicTable }) => ({ RouteTableId: publicTable }),
      code: 'DependencyViolation',
    },
    ...subnets.map((subnet): Step => ({
      call: ['ec2', 'DisassociateRouteTable'],
      input: (is) => ({ AssociationId: is[`${subnet}Association`] }),
    })),
    { call: ['ec2', 'DeleteRouteTable'], input: ({ publicTable }) => ({ RouteTableId: publicTable }) },
    { call: ['ec2', 'DeleteRouteTable'], input: ({ privateTable }) => ({ RouteTableId: privateTable }) },
    {
      refused: ['ec2', 'DeleteInternetGateway'],
      input: ({ gateway }) => ({ InternetGatewayId: gateway }),
      code: 'DependencyViolation',
    },
    {
      call: ['ec2', 'DetachInternetGateway'],
      input: ({ vpc, gateway }) => ({ VpcId: vpc, InternetGatewayId: gateway }),
    },
    { call: ['ec2', 'DeleteInternetGateway'], input: ({ gateway }) => ({ InternetGatewayId: gateway }) },
    { refused: ['ec2', 'DeleteVpc'], input: ({ vpc }) => ({ VpcId: vpc }), code: 'DependencyViolation' },
    ...subnets.map((subnet): Step => ({
      call: ['ec2', 'DeleteSubnet'],
      input: (is) => ({ SubnetId: is[subnet] }),
    })),
    { call: ['ec2', 'DeleteVpc'], input: ({ vpc }) => ({ VpcId: vpc }) },
    {
      refused: ['ec2', 'DescribeVpcs'],
      input: ({ vpc }) => ({ VpcIds: [vpc] }),
      code: 'InvalidVpcID.NotFound',
    },
    {
      refused: ['ecr', 'DeleteRepository'],
      input: () => ({ repositoryName: name }),
      code: 'RepositoryNotEmptyException',
    },
    { call: ['ecr', 'DeleteRepository'], input: () => ({ repositoryName: name, force: true }) },
    { call: ['logs', 'DeleteLogGroup'], input: () => ({ logGroupName: `/ecs/${name}` }) },
    { refused: ['iam', 'DeleteRole'], input: () => ({ RoleName: name }), code: 'DeleteConflict' },
    { call: ['iam', 'DetachRolePolicy'], input: () => ({ RoleName: name, PolicyArn: executionPolicy }) },
    { call: ['iam', 'DeleteRole'], input: () => ({ RoleName: name }) },
  ];
}
