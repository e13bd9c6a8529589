import { expect } from 'vitest';
import type { Output } from './client.ts';
import { pushImage } from './push-image.ts';

/** What earlier steps have learned, by the names that they give it. */
export type Known = Record<string, string>;

/** One step of a life: a call that succeeds, a call that AWS refuses, a wait by the client's own waiter, or what happens outside. */
export type Step =
  | {
      readonly call: readonly [service: string, operation: string];
      readonly input: (is: Known) => object;
      readonly keep?: (output: Output) => Known;
      readonly check?: (output: Output, is: Known) => void;
    }
  | {
      readonly refused: readonly [service: string, operation: string];
      readonly input: (is: Known) => object;
      /** AWS's code, on which clients decide. */
      readonly code: string;
    }
  | { readonly wait: readonly [service: string, waiter: string]; readonly input: (is: Known) => object }
  | { readonly outside: string; readonly run: (is: Known) => Promise<void> };

const taskPort = 3000;
const program = `
const { createServer } = require('node:http');
const server = createServer((request, response) => response.end(process.env.VERSION));
server.listen(${taskPort}, '0.0.0.0', () => console.log('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const executionPolicy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const zones = ['us-east-1a', 'us-east-1b'] as const;
const scaling = (name: string) => ({
  ServiceNamespace: 'ecs',
  ResourceId: `service/${name}/${name}`,
  ScalableDimension: 'ecs:service:DesiredCount',
});

/**
 * The life of the reference architecture, from its network to its end: created, waited for, described, updated, rolled out, scaled, and
 * deleted in the order of its dependencies, with the refusals that AWS has on the way.
 * @param name of everything that has a name, so that several lives go on beside each other
 */
export function life(
  name: string,
  listenerPort: number,
  listenerUrl: () => Promise<string>,
): readonly Step[] {
  return [
    ...network(name),
    ...security(name, listenerPort),
    ...loadBalancer(name, listenerPort),
    ...image(name),
    ...service(name, listenerUrl),
    ...rollout(name, listenerUrl),
    ...autoscaling(name),
    ...deletion(name),
  ];
}

function network(name: string): readonly Step[] {
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

function security(name: string, listenerPort: number): readonly Step[] {
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

function loadBalancer(name: string, listenerPort: number): readonly Step[] {
  return [
    {
      call: ['elbv2', 'CreateLoadBalancer'],
      input: ({ publicA, publicB, alb }) => ({
        Name: name,
        Subnets: [publicA, publicB],
        SecurityGroups: [alb],
      }),
      keep: ({ LoadBalancers }) => ({ balancer: LoadBalancers[0].LoadBalancerArn }),
    },
    {
      wait: ['elbv2', 'LoadBalancerAvailable'],
      input: ({ balancer }) => ({ LoadBalancerArns: [balancer] }),
    },
    {
      call: ['elbv2', 'CreateTargetGroup'],
      input: ({ vpc }) => ({
        Name: name,
        Protocol: 'HTTP',
        Port: taskPort,
        TargetType: 'ip',
        VpcId: vpc,
        HealthCheckPath: '/health',
      }),
      keep: ({ TargetGroups }) => ({ targets: TargetGroups[0].TargetGroupArn }),
    },
    {
      call: ['elbv2', 'CreateListener'],
      input: ({ balancer }) => ({
        LoadBalancerArn: balancer,
        Protocol: 'HTTP',
        Port: listenerPort,
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      }),
      keep: ({ Listeners }) => ({ listener: Listeners[0].ListenerArn }),
    },
    {
      call: ['elbv2', 'CreateRule'],
      input: ({ listener, targets }) => ({
        ListenerArn: listener,
        Priority: 10,
        Conditions: [{ Field: 'path-pattern', Values: ['/web*'] }],
        Actions: [{ Type: 'forward', TargetGroupArn: targets }],
      }),
      keep: ({ Rules }) => ({ rule: Rules[0].RuleArn }),
    },
    {
      refused: ['elbv2', 'CreateRule'],
      input: ({ listener, targets }) => ({
        ListenerArn: listener,
        Priority: 10,
        Conditions: [{ Field: 'path-pattern', Values: ['/other'] }],
        Actions: [{ Type: 'forward', TargetGroupArn: targets }],
      }),
      code: 'PriorityInUse',
    },
  ];
}

function image(name: string): readonly Step[] {
  return [
    {
      call: ['ecr', 'CreateRepository'],
      input: () => ({ repositoryName: name }),
      keep: ({ repository }) => ({ repository: repository.repositoryUri }),
    },
    {
      refused: ['ecr', 'CreateRepository'],
      input: () => ({ repositoryName: name }),
      code: 'RepositoryAlreadyExistsException',
    },
    { outside: 'push the image', run: ({ repository }) => pushImage(`${repository}:1`, program) },
    {
      call: ['ecr', 'DescribeImages'],
      input: () => ({ repositoryName: name }),
      check: ({ imageDetails }) => expect(imageDetails).toMatchObject([{ imageTags: ['1'] }]),
    },
  ];
}

function taskDefinition(name: string, version: string): Step {
  return {
    call: ['ecs', 'RegisterTaskDefinition'],
    input: ({ repository, role }) => ({
      family: name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: role,
      containerDefinitions: [
        {
          name: 'web',
          image: `${repository}:1`,
          essential: true,
          environment: [{ name: 'VERSION', value: version }],
          portMappings: [{ containerPort: taskPort }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': `/ecs/${name}`,
              'awslogs-region': 'us-east-1',
              'awslogs-stream-prefix': 'web',
            },
          },
        },
      ],
    }),
    keep: (output) => ({ [`definition${version}`]: output.taskDefinition.taskDefinitionArn }),
  };
}

function service(name: string, listenerUrl: () => Promise<string>): readonly Step[] {
  return [
    {
      call: ['iam', 'CreateRole'],
      input: () => ({ RoleName: name, AssumeRolePolicyDocument: trust }),
      keep: ({ Role }) => ({ role: Role.Arn }),
    },
    { wait: ['iam', 'RoleExists'], input: () => ({ RoleName: name }) },
    {
      call: ['iam', 'AttachRolePolicy'],
      input: () => ({ RoleName: name, PolicyArn: executionPolicy }),
    },
    { call: ['logs', 'CreateLogGroup'], input: () => ({ logGroupName: `/ecs/${name}` }) },
    { call: ['ecs', 'CreateCluster'], input: () => ({ clusterName: name }) },
    taskDefinition(name, '1'),
    {
      call: ['ecs', 'CreateService'],
      input: ({ definition1, privateA, privateB, tasks, targets }) => ({
        cluster: name,
        serviceName: name,
        taskDefinition: definition1,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          awsvpcConfiguration: { subnets: [privateA, privateB], securityGroups: [tasks] },
        },
        loadBalancers: [{ targetGroupArn: targets, containerName: 'web', containerPort: taskPort }],
      }),
    },
    { wait: ['ecs', 'ServicesStable'], input: () => ({ cluster: name, services: [name] }) },
    {
      call: ['ecs', 'DescribeServices'],
      input: () => ({ cluster: name, services: [name] }),
      check: ({ services, failures }) => {
        expect(failures).toEqual([]);
        expect(services).toMatchObject([
          { status: 'ACTIVE', runningCount: 2, deployments: [{ status: 'PRIMARY' }] },
        ]);
      },
    },
    {
      call: ['ecs', 'ListTasks'],
      input: () => ({ cluster: name, serviceName: name }),
      keep: ({ taskArns }) => ({ task: taskArns[0], otherTask: taskArns[1] }),
    },
    {
      wait: ['ecs', 'TasksRunning'],
      input: ({ task, otherTask }) => ({ cluster: name, tasks: [task, otherTask] }),
    },
    { wait: ['elbv2', 'TargetInService'], input: ({ targets }) => ({ TargetGroupArn: targets }) },
    { outside: 'ask the service', run: async () => expect(await textOf(listenerUrl)).toBe('1') },
    {
      call: ['logs', 'FilterLogEvents'],
      input: () => ({ logGroupName: `/ecs/${name}`, filterPattern: 'listening' }),
      check: ({ events }) => expect(events).toHaveLength(2),
    },
  ];
}

function rollout(name: string, listenerUrl: () => Promise<string>): readonly Step[] {
  return [
    taskDefinition(name, '2'),
    {
      call: ['ecs', 'UpdateService'],
      input: ({ definition2 }) => ({
        cluster: name,
        service: name,
        taskDefinition: definition2,
        desiredCount: 3,
      }),
    },
    { wait: ['ecs', 'ServicesStable'], input: () => ({ cluster: name, services: [name] }) },
    {
      call: ['ecs', 'DescribeServices'],
      input: () => ({ cluster: name, services: [name] }),
      check: ({ services }, { definition2 }) =>
        expect(services).toMatchObject([
          { taskDefinition: definition2, runningCount: 3, deployments: [{ status: 'PRIMARY' }] },
        ]),
    },
    { outside: 'ask the new version', run: async () => expect(await textOf(listenerUrl)).toBe('2') },
    {
      wait: ['ecs', 'TasksStopped'],
      input: ({ task, otherTask }) => ({ cluster: name, tasks: [task, otherTask] }),
    },
    {
      refused: ['ecs', 'UpdateService'],
      input: () => ({ cluster: name, service: 'absent', desiredCount: 1 }),
      code: 'ServiceNotFoundException',
    },
  ];
}

function autoscaling(name: string): readonly Step[] {
  return [
    {
      call: ['application-autoscaling', 'RegisterScalableTarget'],
      input: () => ({ ...scaling(name), MinCapacity: 1, MaxCapacity: 4 }),
    },
    {
      call: ['application-autoscaling', 'PutScalingPolicy'],
      input: () => ({
        ...scaling(name),
        PolicyName: 'cpu',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 60,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        },
      }),
      check: ({ Alarms }) => expect(Alarms).toHaveLength(2),
    },
    {
      call: ['application-autoscaling', 'DescribeScalingPolicies'],
      input: () => ({ ServiceNamespace: 'ecs', ResourceId: scaling(name).ResourceId }),
      check: ({ ScalingPolicies }) => expect(ScalingPolicies).toMatchObject([{ PolicyName: 'cpu' }]),
    },
    { call: ['application-autoscaling', 'DeregisterScalableTarget'], input: () => scaling(name) },
  ];
}

function deletion(name: string): readonly Step[] {
  const both = ['publicA', 'publicB', 'privateA', 'privateB'] as const;
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
    ...both.map((subnet): Step => ({
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
    ...both.map((subnet): Step => ({
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

async function textOf(listenerUrl: () => Promise<string>): Promise<string> {
  const response = await fetch(`${await listenerUrl()}/web`);
  return response.text();
}
