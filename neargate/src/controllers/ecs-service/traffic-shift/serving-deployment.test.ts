import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEcsWorld, type EcsWorld } from '../../ecs-test-world.ts';

const minute = 60_000;
const rolling: DeploymentConfiguration = {
  strategy: 'ROLLING',
  minimumHealthyPercent: 50,
  maximumPercent: 200,
  deploymentCircuitBreaker: { enable: true, rollback: false },
};
const blueGreen: DeploymentConfiguration = { ...rolling, strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 };

/** A service without a load balancer, and what it takes to deploy images to it by a strategy. */
async function world(
  bakeTimeInMinutes = 0,
): Promise<EcsWorld & { deploy(image: string, configuration: DeploymentConfiguration): void }> {
  const ecs = await createEcsWorld();
  onTestFinished(() => ecs.stop());
  ecs.programs.set('missing', { missing: true });
  const subnets = (ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? []).slice(0, 2);
  const create = (taskDefinition: string, deploymentConfiguration: DeploymentConfiguration) =>
    ecs.call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'web',
      taskDefinition,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: { subnets: subnets.map(({ SubnetId }) => SubnetId ?? '') },
      },
      deploymentConfiguration,
    });
  create(ecs.registerTaskDefinition('web:1'), { ...rolling, bakeTimeInMinutes });
  return {
    ...ecs,
    deploy(image, deploymentConfiguration) {
      const taskDefinition = ecs.registerTaskDefinition(image);
      const place = { cluster: 'main', service: 'web' };
      ecs.call('ecs', 'UpdateService', { ...place, taskDefinition, deploymentConfiguration });
    },
  };
}

describe('what serves when a traffic shift begins', () => {
  it('is the deployment with healthy tasks, not a newer one that has failed', async () => {
    const ecs = await world(10);
    // Not COMPLETED yet, but up.
    await ecs.clock.advance(minute);
    ecs.deploy('missing', { ...rolling, minimumHealthyPercent: 100 });
    await ecs.clock.advance(minute);
    expect(ecs.service('web').deployments[0]?.observed.rolloutState).toBe('FAILED');
    const started = ecs.driverLog.length;
    ecs.deploy('web:3', blueGreen);
    await ecs.clock.advance(20_000);
    expect(ecs.driverLog.slice(started).filter((line) => line.includes('stop web:1'))).toEqual([]);
    expect(ecs.runningImages().filter((image) => image === 'web:1')).toHaveLength(2);
    await ecs.clock.advance(5 * minute);
    expect(ecs.runningImages()).toEqual(['web:3', 'web:3']);
  });

  it('is the deployment with healthy tasks, not the completed one that has none left', async () => {
    const ecs = await world();
    await ecs.clock.advance(2 * minute);
    ecs.deploy('web:2', { ...rolling, minimumHealthyPercent: 0, maximumPercent: 100 });
    await ecs.clock.advance(5000);
    const [open] =
      ecs.call('ecs', 'ListServiceDeployments', { cluster: 'main', service: 'web' }).serviceDeployments ?? [];
    const { serviceDeploymentArn } = open ?? {};
    ecs.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn, stopType: 'ABORT' });
    await ecs.clock.advance(minute);
    expect(ecs.runningImages()).toEqual(['web:2', 'web:2']);
    ecs.deploy('web:3', blueGreen);
    await ecs.clock.advance(20_000);
    expect(ecs.runningImages().filter((image) => image === 'web:2')).toHaveLength(2);
    expect(ecs.runningImages()).not.toContain('web:1');
  });
});
