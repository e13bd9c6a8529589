import type { CreateServiceRequest, ServiceDeployment } from '@aws-sdk/client-ecs';
import { onTestFinished } from 'vitest';
import { createEcsWorld, type EcsWorld } from '../../ecs-test-world.ts';

export const minute = 60_000;
const place = { cluster: 'main', service: 'web' };
/** For `createRollingWorld`, which adds the target group. */
export const loadBalancers = [{ containerName: 'web', containerPort: 80 }];
export const rollingBack = { deploymentCircuitBreaker: { enable: true, rollback: true } };

/** A service of two tasks whose version 1 is deployed. Test support. */
export interface RollingWorld extends EcsWorld {
  update(change: object): void;
  deploy(image: string): void;
  /** The latest service deployment, or the one before, and so on. */
  record(back?: number): ServiceDeployment;
  states(): readonly string[];
}

export async function createRollingWorld(extra: Partial<CreateServiceRequest> = {}): Promise<RollingWorld> {
  const ecs = await createEcsWorld();
  onTestFinished(() => ecs.stop());
  const subnets = (ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? []).slice(0, 2);
  ecs.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'web',
    taskDefinition: ecs.registerTaskDefinition('web:1'),
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnets.map(({ SubnetId }) => SubnetId ?? '') } },
    ...extra,
    ...(extra.loadBalancers === undefined
      ? {}
      : {
          loadBalancers: extra.loadBalancers.map((each) => ({
            ...each,
            targetGroupArn: ecs.createTargetGroup(),
          })),
        }),
  });
  await ecs.clock.advance(minute);
  const update = (change: object) => ecs.call('ecs', 'UpdateService', { ...place, ...change });
  return {
    ...ecs,
    update,
    deploy: (image) => update({ taskDefinition: ecs.registerTaskDefinition(image) }),
    record(back = 0) {
      const { serviceDeployments = [] } = ecs.call('ecs', 'ListServiceDeployments', place);
      const arn = serviceDeployments[back]?.serviceDeploymentArn ?? '';
      return (
        ecs.call('ecs', 'DescribeServiceDeployments', { serviceDeploymentArns: [arn] })
          .serviceDeployments?.[0] ?? {}
      );
    },
    states: () =>
      (
        ecs.call('ecs', 'DescribeServices', { cluster: 'main', services: ['web'] }).services?.[0]
          ?.deployments ?? []
      ).map(
        ({ status, rolloutState, taskDefinition }) =>
          `${status} ${rolloutState} ${taskDefinition?.slice(-1)}`,
      ),
  };
}
