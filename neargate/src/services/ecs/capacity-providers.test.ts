import type { CreateCapacityProviderRequest } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { createTestAccount, fargateDefinition } from './test-account.ts';

const groupArn = (name: string) =>
  `arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:57ffcb94-11f0-4d6d-bf60-3bac50000000:autoScalingGroupName/${name}`;
const ofGroup: CreateCapacityProviderRequest = {
  name: 'machines',
  autoScalingGroupProvider: { autoScalingGroupArn: groupArn('machines') },
};
const managed: CreateCapacityProviderRequest = {
  name: 'managed',
  cluster: 'main',
  managedInstancesProvider: {
    infrastructureRoleArn: 'arn:aws:iam::123456789012:role/infrastructure',
    instanceLaunchTemplate: {
      ec2InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/instances',
      networkConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60718'] },
    },
  },
};

async function account() {
  const test = await createTestAccount();
  test.call('ecs', 'RegisterTaskDefinition', fargateDefinition());
  return {
    ...test,
    create: (changes: Partial<CreateCapacityProviderRequest> = {}) =>
      test.call('ecs', 'CreateCapacityProvider', { ...ofGroup, ...changes }).capacityProvider,
    associate: (capacityProviders: string[]) =>
      test.call('ecs', 'PutClusterCapacityProviders', {
        cluster: 'main',
        capacityProviders,
        defaultCapacityProviderStrategy: [],
      }),
    describe: (name: string) =>
      test.call('ecs', 'DescribeCapacityProviders', { capacityProviders: [name], include: ['TAGS'] }),
  };
}

describe('CreateCapacityProvider', () => {
  it("keeps an Auto Scaling group's provider with the defaults of AWS", async () => {
    const { create, describe: described } = await account();
    const created = create({
      autoScalingGroupProvider: { autoScalingGroupArn: groupArn('machines'), managedScaling: {} },
      tags: [{ key: 'team', value: 'platform' }],
    });
    expect(created).toMatchObject({
      capacityProviderArn: 'arn:aws:ecs:us-east-1:123456789012:capacity-provider/machines',
      status: 'ACTIVE',
      type: 'EC2_AUTOSCALING',
      autoScalingGroupProvider: {
        managedScaling: {
          status: 'ENABLED',
          targetCapacity: 100,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 10_000,
          instanceWarmupPeriod: 300,
        },
        managedTerminationProtection: 'DISABLED',
        managedDraining: 'ENABLED',
      },
    });
    expect(described('machines').capacityProviders).toEqual([created]);
  });

  it('associates managed instances with their cluster, and with no other', async () => {
    const { call, create } = await account();
    expect(create({ ...managed, autoScalingGroupProvider: undefined })).toMatchObject({
      type: 'MANAGED_INSTANCES',
      cluster: 'main',
      managedInstancesProvider: { instanceLaunchTemplate: { capacityOptionType: 'ON_DEMAND' } },
    });
    expect(call('ecs', 'DescribeClusters', { clusters: ['main'] }).clusters?.[0]?.capacityProviders).toEqual([
      'managed',
    ]);
    expect(() =>
      call('ecs', 'CreateCluster', { clusterName: 'other', capacityProviders: ['managed'] }),
    ).toThrow("The specified capacity provider 'managed' was not found.");
  });

  it.each(['FARGATE', 'FARGATE_SPOT', 'aws-mine', 'ecs1', 'a b', ''])('refuses the name %j', async (name) => {
    const { create } = await account();
    expect(() => create({ name })).toThrow('The specified capacity provider name is invalid.');
  });

  it.each([
    [{ autoScalingGroupProvider: undefined }, 'Specify either'],
    [{ managedInstancesProvider: managed.managedInstancesProvider }, 'Specify either'],
    [{ cluster: 'main' }, 'A cluster can only be specified'],
    [{ ...managed, autoScalingGroupProvider: undefined, cluster: undefined }, 'A cluster must be specified'],
    [{ ...managed, autoScalingGroupProvider: undefined, cluster: 'none' }, 'Cluster not found.'],
    [
      { autoScalingGroupProvider: { autoScalingGroupArn: 'arn:aws:s3:::bucket' } },
      'The specified Auto Scaling group ARN is not valid.',
    ],
    [
      {
        autoScalingGroupProvider: { autoScalingGroupArn: 'group', managedScaling: { targetCapacity: 101 } },
      },
      'Member must have value less than or equal to 100',
    ],
    [
      {
        autoScalingGroupProvider: {
          autoScalingGroupArn: 'group',
          managedScaling: { minimumScalingStepSize: 5, maximumScalingStepSize: 2 },
        },
      },
      'minimum scaling step size',
    ],
    [
      {
        autoScalingGroupProvider: {
          autoScalingGroupArn: 'group',
          managedTerminationProtection: 'ENABLED' as const,
        },
      },
      'managed scaling must be enabled',
    ],
  ])('refuses %j', async (changes, message) => {
    const { create } = await account();
    expect(() => create(changes)).toThrow(message);
  });

  it('refuses a name and a group that are taken', async () => {
    const { create } = await account();
    create();
    expect(() => create()).toThrow('The specified capacity provider already exists.');
    expect(() => create({ name: 'again' })).toThrow('is already being used by another capacity provider');
  });
});

describe('UpdateCapacityProvider', () => {
  it('changes what is given of its own type', async () => {
    const { call, create } = await account();
    create();
    const managedScaling = { status: 'ENABLED', targetCapacity: 90 } as const;
    const update = (changes: object) =>
      call('ecs', 'UpdateCapacityProvider', { name: 'machines', ...changes }).capacityProvider;
    update({ autoScalingGroupProvider: { managedScaling } });
    expect(update({ autoScalingGroupProvider: { managedDraining: 'DISABLED' } })).toMatchObject({
      updateStatus: 'UPDATE_COMPLETE',
      autoScalingGroupProvider: {
        managedScaling: { ...managedScaling, maximumScalingStepSize: 10_000 },
        managedDraining: 'DISABLED',
      },
    });
    expect(() => update({})).toThrow('EC2_AUTOSCALING');
    expect(() => update({ managedInstancesProvider: managed.managedInstancesProvider })).toThrow(
      'EC2_AUTOSCALING',
    );
    expect(() => update({ name: 'FARGATE' })).toThrow('The specified capacity provider does not exist.');
  });

  it('keeps what it is not given of a launch template', async () => {
    const { call, create } = await account();
    create({ ...managed, autoScalingGroupProvider: undefined });
    const updated = call('ecs', 'UpdateCapacityProvider', {
      name: 'managed',
      cluster: 'main',
      managedInstancesProvider: {
        infrastructureRoleArn: 'arn:aws:iam::123456789012:role/other',
        instanceLaunchTemplate: { monitoring: 'DETAILED' },
      },
    }).capacityProvider?.managedInstancesProvider;
    expect(updated).toMatchObject({
      infrastructureRoleArn: 'arn:aws:iam::123456789012:role/other',
      instanceLaunchTemplate: {
        monitoring: 'DETAILED',
        networkConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60718'] },
      },
    });
  });
});

describe('DeleteCapacityProvider', () => {
  it('refuses what a cluster is associated with, and deletes it afterwards', async () => {
    const { call, create, associate, describe: described } = await account();
    const capacityProvider = create()?.capacityProviderArn;
    associate(['machines']);
    const remove = () => call('ecs', 'DeleteCapacityProvider', { capacityProvider });
    expect(remove).toThrow('because it is associated with cluster: main.');
    associate([]);
    remove();
    expect(described('machines').capacityProviders?.[0]).toMatchObject({
      status: 'INACTIVE',
      updateStatus: 'DELETE_COMPLETE',
    });
    expect(remove).toThrow('The specified capacity provider does not exist.');
    expect(() => associate(['machines'])).toThrow('is not in an ACTIVE state');
    expect(create()?.status).toBe('ACTIVE');
  });

  it('takes managed instances out of their cluster', async () => {
    const { call, create } = await account();
    create({ ...managed, autoScalingGroupProvider: undefined });
    call('ecs', 'DeleteCapacityProvider', { capacityProvider: 'managed', cluster: 'main' });
    expect(call('ecs', 'DescribeClusters', { clusters: ['main'] }).clusters?.[0]?.capacityProviders).toEqual(
      [],
    );
  });

  it('does not know those of Fargate', async () => {
    const { call } = await account();
    expect(() => call('ecs', 'DeleteCapacityProvider', { capacityProvider: 'FARGATE' })).toThrow(
      'The specified capacity provider does not exist.',
    );
  });
});

describe('DescribeCapacityProviders', () => {
  it("lists Fargate's and the account's own, and managed instances only of the cluster that is named", async () => {
    const { call, create } = await account();
    create();
    create({ ...managed, autoScalingGroupProvider: undefined });
    const names = (input: object) =>
      call('ecs', 'DescribeCapacityProviders', input).capacityProviders?.map(({ name }) => name);
    expect(names({})).toEqual(['FARGATE', 'FARGATE_SPOT', 'machines']);
    expect(names({ cluster: 'main' })).toEqual(['FARGATE', 'FARGATE_SPOT', 'machines', 'managed']);
    const first = call('ecs', 'DescribeCapacityProviders', { maxResults: 2 });
    expect(names({ nextToken: first.nextToken })).toEqual(['machines']);
  });
});

describe('a strategy that names a provider of instances', () => {
  const strategy = [{ capacityProvider: 'machines', weight: 1 }];

  it('runs no task, for there are no instances', async () => {
    const { call, create, associate, subnetId } = await account();
    create();
    associate(['FARGATE', 'machines']);
    const run = (capacityProviderStrategy: typeof strategy) =>
      call('ecs', 'RunTask', {
        cluster: 'main',
        taskDefinition: 'user-service',
        capacityProviderStrategy,
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnetId] } },
      });
    expect(() => run(strategy)).toThrow('No Container Instances were found in your capacity provider.');
    expect(() => run([...strategy, { capacityProvider: 'FARGATE', weight: 1 }])).toThrow(
      'A capacity provider strategy cannot contain a mix',
    );
    expect(run([{ capacityProvider: 'FARGATE', weight: 1 }]).tasks).toHaveLength(1);
  });

  it('is kept by a service, which holds the provider', async () => {
    const { call, create, associate, subnetId } = await account();
    create();
    associate(['machines']);
    const { service } = call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'users',
      taskDefinition: 'user-service',
      desiredCount: 1,
      capacityProviderStrategy: strategy,
      networkConfiguration: { awsvpcConfiguration: { subnets: [subnetId] } },
    });
    expect(service).toMatchObject({ capacityProviderStrategy: strategy });
    expect(service?.platformVersion).toBeUndefined();
    expect(() => call('ecs', 'DeleteCapacityProvider', { capacityProvider: 'machines' })).toThrow(
      'associated with a service',
    );
  });
});
