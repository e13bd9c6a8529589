import { describe, expect, it, onTestFinished } from 'vitest';
import { createEcsWorld } from '../ecs-test-world.ts';

/** A service of ECS whose tasks are registered in a service of Cloud Map. */
async function world(options: { readonly healthCheck?: boolean } = {}) {
  const ecs = await createEcsWorld();
  onTestFinished(() => ecs.stop());
  const { call } = ecs;
  const subnet = call('ec2', 'DescribeSubnets', {}).Subnets?.[0];
  const { OperationId = '' } = call('servicediscovery', 'CreatePrivateDnsNamespace', {
    Name: 'internal',
    Vpc: subnet?.VpcId,
  });
  const { Operation } = call('servicediscovery', 'GetOperation', { OperationId });
  const { Service } = call('servicediscovery', 'CreateService', {
    Name: 'web',
    DnsConfig: {
      NamespaceId: Operation?.Targets?.NAMESPACE,
      DnsRecords: [{ Type: 'A', TTL: 10 }],
    },
    HealthCheckCustomConfig: {},
  });
  call('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      {
        name: 'web',
        image: 'web:1',
        portMappings: [{ containerPort: 80 }],
        ...(options.healthCheck === true
          ? { healthCheck: { command: ['CMD-SHELL', 'check'], interval: 10, retries: 2 } }
          : {}),
      },
    ],
  });
  const create = () =>
    call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: [subnet?.SubnetId ?? ''] } },
      serviceRegistries: [{ registryArn: Service?.Arn }],
    });
  const instances = () =>
    call('servicediscovery', 'DiscoverInstances', {
      NamespaceName: 'internal',
      ServiceName: 'web',
      HealthStatus: 'ALL',
    }).Instances ?? [];
  return { ...ecs, create, instances, healths: () => instances().map(({ HealthStatus }) => HealthStatus) };
}

describe('a service with a service registry', () => {
  it('registers its tasks with the attributes of ECS', async () => {
    const ecs = await world();
    const { create, clock, instances } = ecs;
    create();
    await clock.advance(1000);
    const [task] = ecs.tasks();
    expect(instances()).toHaveLength(2);
    expect(instances().find(({ InstanceId }) => InstanceId === task?.taskId)?.Attributes).toEqual({
      AWS_INIT_HEALTH_STATUS: 'HEALTHY',
      AWS_INSTANCE_IPV4: expect.stringMatching(/^172\.31\./) as string,
      AVAILABILITY_ZONE: 'us-east-1a',
      REGION: 'us-east-1',
      ECS_SERVICE_NAME: 'web',
      ECS_CLUSTER_NAME: 'main',
      ECS_TASK_DEFINITION_FAMILY: 'web',
    });
  });

  it('adds instances when it scales out, and removes one before its stop signal', async () => {
    const ecs = await world();
    const { create, call, clock, instances, driverLog, programs } = ecs;
    programs.set('web:1', { stopsAfterMs: 5000 });
    create();
    await clock.advance(1000);
    call('ecs', 'UpdateService', { cluster: 'main', service: 'web', desiredCount: 3 });
    await clock.advance(1000);
    expect(instances()).toHaveLength(3);
    const stopped = ecs.tasks()[0];
    call('ecs', 'StopTask', { cluster: 'main', task: stopped?.taskArn });
    await clock.advance(0);
    expect(driverLog.filter((line) => line.includes('stop'))).toHaveLength(1);
    const ids = instances().map(({ InstanceId }) => InstanceId);
    expect(ids).not.toContain(stopped?.taskId);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    await clock.advance(10_000);
  });

  it('tells the container health, which acts 30 seconds later', async () => {
    const { create, clock, healths, programs } = await world({ healthCheck: true });
    let exitCode = 0;
    programs.set('web:1', { commands: () => exitCode });
    create();
    await clock.advance(9000);
    expect(healths()).toEqual(['UNHEALTHY', 'UNHEALTHY']);
    await clock.advance(30_000);
    expect(healths()).toEqual(['UNHEALTHY', 'UNHEALTHY']);
    await clock.advance(2000);
    expect(healths()).toEqual(['HEALTHY', 'HEALTHY']);
    exitCode = 1;
    await clock.advance(120_000);
    // Those that failed were stopped and are gone; those that replaced them have never been healthy.
    expect(healths().every((health) => health === 'UNHEALTHY')).toBe(true);
  });

  it('needs a port for SRV records, and registers it', async () => {
    const DnsRecords = [{ Type: 'SRV' as const, TTL: 10 }];
    const test = await world();
    const [namespace] = test.call('servicediscovery', 'ListNamespaces', {}).Namespaces ?? [];
    const { Service } = test.call('servicediscovery', 'CreateService', {
      Name: 'srv',
      DnsConfig: { NamespaceId: namespace?.Id, DnsRecords },
    });
    const subnet = test.call('ec2', 'DescribeSubnets', {}).Subnets?.[0]?.SubnetId ?? '';
    const create = (registry: { port?: number; containerName?: string; containerPort?: number }) =>
      test.call('ecs', 'CreateService', {
        cluster: 'main',
        serviceName: 'srv',
        taskDefinition: 'web',
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: [subnet] } },
        serviceRegistries: [{ registryArn: Service?.Arn, ...registry }],
      });
    expect(() => create({})).toThrow('needs port, or containerName and containerPort');
    expect(() => create({ containerName: 'web', containerPort: 81 })).toThrow('container port 81');
    create({ containerName: 'web', containerPort: 80 });
    await test.clock.advance(1000);
    const { Instances } = test.call('servicediscovery', 'DiscoverInstances', {
      NamespaceName: 'internal',
      ServiceName: 'srv',
    });
    expect(Instances?.[0]?.Attributes?.['AWS_INSTANCE_PORT']).toBe('80');
  });
});
