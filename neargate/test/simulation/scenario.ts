import type { DeploymentConfiguration, LoadBalancer } from '@aws-sdk/client-ecs';
import { type ImageName, programOf } from './programs.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export const place = { cluster: 'main', service: 'web' } as const;
export const zones = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;

/** What was generated for one simulation. */
export interface Scenario {
  readonly hasTargetGroup: boolean;
  readonly graceSeconds: number;
  readonly loadBalancers: LoadBalancer[];
  /** ROLLING, or what needs a load balancer with two target groups. */
  readonly strategies: readonly ('ROLLING' | 'BLUE_GREEN' | 'CANARY' | 'LINEAR')[];
}

/** Percents that let a deployment go on, and one pair for which some desired counts are stuck. */
const percents = [
  [100, 200],
  [100, 200],
  [50, 100],
  [50, 150],
  [0, 100],
  [100, 150],
  [75, 125],
] as const;

const infrastructureRole = 'arn:aws:iam::123456789012:role/infrastructure';

/** A cluster, a load balancer, and a service in it. */
export function createScenario(world: World): Scenario {
  const { random } = world;
  world.call('ecs', 'CreateCluster', { clusterName: 'main' });
  const hasTargetGroup = random.chance(0.75);
  const shifts = hasTargetGroup && random.chance(0.3);
  const scenario: Scenario = {
    hasTargetGroup,
    graceSeconds: hasTargetGroup ? random.pick([0, 0, 15, 45]) : 0,
    loadBalancers: hasTargetGroup ? createTargetGroups(world, random, shifts) : [],
    strategies: shifts ? ['ROLLING', 'BLUE_GREEN', 'CANARY', 'LINEAR'] : ['ROLLING'],
  };
  createService(world, scenario);
  return scenario;
}

function createService(world: World, scenario: Scenario): void {
  const { random } = world;
  const desiredCount = random.pick([1, 2, 3, 5]);
  const deploymentConfiguration = configuration(world, scenario);
  const canRebalance = (deploymentConfiguration.maximumPercent ?? 200) > 100;
  world.note(
    `create ${desiredCount} tasks ${JSON.stringify(deploymentConfiguration)}, grace ${scenario.graceSeconds} s`,
  );
  world.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: taskDefinition(world, 'good'),
    desiredCount,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetIds(world, random.pick([1, 2, 3])) } },
    deploymentConfiguration,
    availabilityZoneRebalancing: canRebalance && random.chance(0.5) ? 'ENABLED' : 'DISABLED',
    ...(scenario.hasTargetGroup
      ? { loadBalancers: scenario.loadBalancers, healthCheckGracePeriodSeconds: scenario.graceSeconds }
      : {}),
  });
}

export function configuration({ random }: World, { strategies }: Scenario): DeploymentConfiguration {
  const [minimumHealthyPercent, maximumPercent] = random.pick(percents);
  return {
    minimumHealthyPercent,
    maximumPercent,
    ...strategyOf(random, strategies),
    deploymentCircuitBreaker: random.pick([
      { enable: false, rollback: false },
      { enable: true, rollback: false },
      { enable: true, rollback: true },
      { enable: true, rollback: true },
    ]),
  };
}

/** A strategy with short steps and bakes. */
export function strategyOf(random: Random, strategies: Scenario['strategies']): DeploymentConfiguration {
  const strategy = random.pick(strategies);
  return {
    strategy,
    bakeTimeInMinutes: random.pick([0, 0, 1]),
    ...(strategy === 'CANARY'
      ? { canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 1 } }
      : {}),
    ...(strategy === 'LINEAR' ? { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 } } : {}),
  };
}

/** Registers a task definition; its health check is the program's. */
export function taskDefinition(world: World, image: ImageName): string {
  const hasCheck = programOf(image).checkPassesForMs !== undefined;
  const registered = world.call('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [
      {
        name: 'web',
        image,
        portMappings: [{ containerPort: 80 }],
        ...(hasCheck ? { healthCheck: { command: ['CMD', 'check'], interval: 10, retries: 2 } } : {}),
      },
    ],
  });
  return registered.taskDefinition?.taskDefinitionArn ?? '';
}

export function subnetIds(world: World, count: number): string[] {
  const { Subnets = [] } = world.call('ec2', 'DescribeSubnets', {});
  return zones
    .slice(0, count)
    .flatMap((zone) => Subnets.find(({ AvailabilityZone }) => AvailabilityZone === zone)?.SubnetId ?? []);
}

function createTargetGroups(world: World, random: Random, shifts: boolean): LoadBalancer[] {
  const { groups, ruleArn } = createBalancer(world, random, ['blue', ...(shifts ? ['green'] : [])]);
  const [blue = '', green] = groups;
  const entry = { containerName: 'web', containerPort: 80, targetGroupArn: blue };
  if (green === undefined) return [entry];
  const advancedConfiguration = {
    alternateTargetGroupArn: green,
    productionListenerRule: ruleArn,
    roleArn: infrastructureRole,
  };
  return [{ ...entry, advancedConfiguration }];
}

/** A load balancer with target groups of these names; a rule of its one listener forwards everything to the first. */
export function createBalancer(
  world: World,
  random: Random,
  names: readonly string[],
): { readonly groups: readonly string[]; readonly listenerArn: string; readonly ruleArn: string } {
  const subnets = world.call('ec2', 'DescribeSubnets', {}).Subnets ?? [];
  const { LoadBalancers = [] } = world.call('elbv2', 'CreateLoadBalancer', {
    Name: 'web',
    Subnets: subnetIds(world, zones.length),
    SecurityGroups: [openSecurityGroup(world, subnets[0]?.VpcId ?? '')],
  });
  const groups = names.map((name) => {
    const { TargetGroups = [] } = world.call('elbv2', 'CreateTargetGroup', {
      Name: name,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: subnets[0]?.VpcId,
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
    });
    return TargetGroups[0]?.TargetGroupArn ?? '';
  });
  const delaySeconds = random.pick([0, 15, 60]);
  const algorithm = random.pick(['round_robin', 'least_outstanding_requests', 'weighted_random']);
  for (const TargetGroupArn of groups) {
    world.call('elbv2', 'ModifyTargetGroupAttributes', {
      TargetGroupArn,
      Attributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: String(delaySeconds) },
        { Key: 'load_balancing.algorithm.type', Value: algorithm },
      ],
    });
  }
  const { Listeners = [] } = world.call('elbv2', 'CreateListener', {
    LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  });
  const TargetGroups = groups.map((TargetGroupArn, index) => ({
    TargetGroupArn,
    Weight: index === 0 ? 100 : 0,
  }));
  const { Rules = [] } = world.call('elbv2', 'CreateRule', {
    ListenerArn: Listeners[0]?.ListenerArn,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
  });
  return {
    groups,
    listenerArn: Listeners[0]?.ListenerArn ?? '',
    ruleArn: Rules[0]?.RuleArn ?? '',
  };
}

/** The default security group lets its own members in only. */
function openSecurityGroup(world: World, VpcId: string): string {
  const { SecurityGroups = [] } = world.call('ec2', 'DescribeSecurityGroups', {});
  const group = SecurityGroups.find((each) => each.VpcId === VpcId && each.GroupName === 'default');
  return group?.GroupId ?? '';
}
