import { expect, it } from 'vitest';
import { createRollingWorld, minute } from './rolling/rolling-test-world.ts';

it.each([
  {
    place: 'cluster',
    launch: { launchType: 'EC2' as const },
  },
  { place: 'cluster', launch: {} },
  { place: 'cluster', launch: { launchType: 'EXTERNAL' as const } },
  {
    place: 'capacity provider',
    launch: { capacityProviderStrategy: [{ capacityProvider: 'machines', weight: 1 }] },
  },
])(
  'places no task of a service with $launch, and says that its $place has no instances',
  async ({ place, launch }) => {
    const ecs = await createRollingWorld({ desiredCount: 1 });
    ecs.call('ecs', 'CreateCapacityProvider', {
      name: 'machines',
      autoScalingGroupProvider: { autoScalingGroupArn: 'machines' },
    });
    ecs.call('ecs', 'PutClusterCapacityProviders', {
      cluster: 'main',
      capacityProviders: ['machines'],
      defaultCapacityProviderStrategy: [],
    });
    const subnets = (ecs.call('ec2', 'DescribeSubnets', {}).Subnets ?? []).map(
      ({ SubnetId = '' }) => SubnetId,
    );
    ecs.call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'on-machines',
      taskDefinition: ecs.registerTaskDefinition('web:1'),
      desiredCount: 1,
      ...launch,
      networkConfiguration: { awsvpcConfiguration: { subnets } },
    });
    await ecs.clock.advance(minute);
    const [service] =
      ecs.call('ecs', 'DescribeServices', { cluster: 'main', services: ['on-machines'] }).services ?? [];
    expect(service).toMatchObject({ runningCount: 0, pendingCount: 0 });
    expect(service?.events?.map(({ message }) => message)).toContain(
      `(service on-machines) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your ${place}.`,
    );
    expect(service?.deployments?.[0]?.rolloutState).toBe('IN_PROGRESS');
  },
);
