import { describe, expect, it } from 'vitest';
import { createTestAccount, fargateDefinition } from './test-account.ts';

async function account() {
  const test = await createTestAccount();
  const definition = fargateDefinition({ taskRoleArn: 'arn:aws:iam::123456789012:role/task' });
  test.call('ecs', 'RegisterTaskDefinition', definition);
  test.call('ecs', 'RegisterTaskDefinition', definition);
  test.call('ecs', 'PutClusterCapacityProviders', {
    cluster: 'main',
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  });
  test.call('ecs', 'CreateService', {
    cluster: 'main',
    serviceName: 'users',
    taskDefinition: 'user-service:1',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: [test.subnetId] } },
  });
  const { OperationId = '' } = test.call('servicediscovery', 'CreateHttpNamespace', { Name: 'mesh' });
  const NamespaceId = test.call('servicediscovery', 'GetOperation', { OperationId }).Operation?.Targets
    ?.NAMESPACE;
  const { Service } = test.call('servicediscovery', 'CreateService', { Name: 'users', NamespaceId });
  const registries = { serviceRegistries: [{ registryArn: Service?.Arn }] };
  const update = (change: object) =>
    test.call('ecs', 'UpdateService', { cluster: 'main', service: 'users', ...change }).service?.deployments
      ?.length;
  return { update, registries };
}

describe('UpdateService', () => {
  it.each([
    { taskDefinition: 'user-service:2' },
    { platformVersion: '1.4.0' },
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] },
    { serviceConnectConfiguration: { enabled: false } },
    { forceNewDeployment: true },
  ])('begins a deployment for %j', async (change) => {
    const { update } = await account();
    expect(update(change)).toBe(2);
  });

  it('begins a deployment for a service registry, which must exist', async () => {
    const { update, registries } = await account();
    expect(update(registries)).toBe(2);
    expect(() => update({ serviceRegistries: [{ registryArn: 'srv-1' }] })).toThrow('srv-1 does not exist');
  });

  it.each([
    { taskDefinition: 'user-service:1' },
    { platformVersion: 'LATEST' },
    { desiredCount: 5 },
    { deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 150 } },
    { availabilityZoneRebalancing: 'DISABLED' },
    { enableECSManagedTags: true },
    { propagateTags: 'SERVICE' },
    { forceNewDeployment: false },
  ])('goes on with the deployment that is there for %j', async (change) => {
    const { update } = await account();
    expect(update(change)).toBe(1);
  });
});
