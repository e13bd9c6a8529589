import type { CreateServiceRequest } from '@aws-sdk/client-ecs';
import type { ModifyTargetGroupCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { invariants } from './invariants/all.ts';
import type { ImageName } from './programs.ts';
import { place, taskDefinition } from './scenario.ts';
import { World } from './world.ts';

export interface LabSettings {
  readonly image?: ImageName;
  /** With a target group when given. */
  readonly targetGroup?: Partial<Omit<ModifyTargetGroupCommandInput, 'TargetGroupArn'>>;
  readonly deregistrationDelaySeconds?: number;
  readonly service?: Partial<CreateServiceRequest>;
}

/** One service under AWS's intervals, and what its trace says of time. The world is that of the simulation, without chance. */
export class Lab {
  readonly world: World;

  private constructor(world: World) {
    this.world = world;
  }

  static async create({ image = 'good', service = {}, ...settings }: LabSettings): Promise<Lab> {
    const world = await World.create(1, invariants, { clients: false });
    const lab = new Lab(world);
    world.call('ecs', 'CreateCluster', { clusterName: 'main' });
    const subnets = (world.call('ec2', 'DescribeSubnets', {}).Subnets ?? []).slice(0, 2);
    const subnetIds = subnets.map(({ SubnetId }) => SubnetId ?? '');
    const targetGroupArn =
      settings.targetGroup === undefined
        ? undefined
        : lab.targetGroup(subnetIds, subnets[0]?.VpcId, settings);
    world.call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'web',
      taskDefinition: taskDefinition(world, image),
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: subnetIds } },
      ...(targetGroupArn === undefined
        ? {}
        : { loadBalancers: [{ containerName: 'web', containerPort: 80, targetGroupArn }] }),
      ...service,
    });
    return lab;
  }

  deploy(image: ImageName): void {
    const { world } = this;
    world.note(`> deploy ${image}`);
    world.call('ecs', 'UpdateService', { ...place, taskDefinition: taskDefinition(world, image) });
  }

  /** The seconds at which lines of the trace match. */
  times(pattern: RegExp): readonly number[] {
    return this.world.trace.lines.filter((line) => pattern.test(line)).map((line) => Number.parseFloat(line));
  }

  /** Seconds, to the second, from the first match to the first match of the other at that time or later. */
  between(from: RegExp, to: RegExp): number {
    const [begin = Number.NaN] = this.times(from);
    const end = this.times(to).find((time) => time >= begin) ?? Number.NaN;
    return Math.round(end - begin);
  }

  private targetGroup(
    Subnets: string[],
    VpcId: string | undefined,
    { targetGroup, deregistrationDelaySeconds = 300 }: LabSettings,
  ): string {
    const { world } = this;
    const { LoadBalancers = [] } = world.call('elbv2', 'CreateLoadBalancer', { Name: 'web', Subnets });
    const { TargetGroups = [] } = world.call('elbv2', 'CreateTargetGroup', {
      Name: 'web',
      Protocol: 'HTTP',
      Port: 80,
      VpcId,
      TargetType: 'ip',
      ...targetGroup,
    });
    const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? '';
    world.call('elbv2', 'ModifyTargetGroupAttributes', {
      TargetGroupArn,
      Attributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: String(deregistrationDelaySeconds) },
      ],
    });
    world.call('elbv2', 'CreateListener', {
      LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    });
    return TargetGroupArn;
  }
}
