import { expect, it } from 'vitest';
import { createRollingWorld, minute } from './rolling/rolling-test-world.ts';

it('places no task on a capacity provider of instances, and says that there are none', async () => {
  const ecs = await createRollingWorld({ desiredCount: 1 });
  ecs.call('ecs', 'CreateCapacityProvider', {
    name: 'machines',
    autoScalingGroupProvider: { autoScalingGroupArn: 'machines' },
  });
  ecs.call('ecs', 'PutClusterCapacityProviders', {
    cluster: 'main',
    capacityProviders: ['machines'],
    defaultCapacityProviderStrategy: [{ capacityProvider: 'machines', weight: 1 }],
  });
  const subnets = (ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? []).map(({ SubnetId = '' }) => SubnetId);
  ecs.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'on-machines',
    taskDefinition: ecs.registerTaskDefinition('web:1'),
    desiredCount: 1,
    networkConfiguration: { awsvpcConfiguration: { subnets } },
  });
  await ecs.clock.advance(minute);
  const [service] =
    ecs.call('ecs', 'DescribeServices', { cluster: 'main', services: ['on-machines'] }).services ?? [];
  expect(service).toMatchObject({ runningCount: 0, pendingCount: 0 });
  expect(service?.events?.map(({ message }) => message)).toContain(
    '(service on-machines) was unable to place a task. Reason: No Container Instances were found in your capacity provider.',
  );
  expect(service?.deployments?.[0]?.rolloutState).toBe('IN_PROGRESS');
});
