import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';
import { serviceDiscoveryTablesOf } from './store.ts';

async function account() {
  const test = await createTestContext();
  const { call } = test;
  const vpcId = call('ec2', 'DescribeVpcs', {}).Vpcs?.[0]?.VpcId ?? '';
  const outcome = (OperationId = '') => call('servicediscovery', 'GetOperation', { OperationId }).Operation;
  const privateNamespace = (Name = 'internal', Vpc = vpcId) =>
    outcome(call('servicediscovery', 'CreatePrivateDnsNamespace', { Name, Vpc }).OperationId);
  return { ...test, vpcId, outcome, privateNamespace };
}

it('refuses a filter for equality of two values, also where there is no namespace', async () => {
  const { call } = await account();
  const Filters = [{ Name: 'NAME' as const, Values: ['a', 'b'] }];
  expect(() => call('servicediscovery', 'ListNamespaces', { Filters })).toThrow('takes one value');
});

/** A private namespace with one service that has a custom health check. */
async function withService() {
  const test = await account();
  const NamespaceId = test.privateNamespace()?.Targets?.NAMESPACE ?? '';
  const Id =
    test.call('servicediscovery', 'CreateService', {
      Name: 'api',
      DnsConfig: { NamespaceId, DnsRecords: [{ Type: 'A', TTL: 10 }] },
      HealthCheckCustomConfig: { FailureThreshold: 1 },
    }).Service?.Id ?? '';
  const register = (InstanceId: string, Attributes: Record<string, string>) =>
    test.call('servicediscovery', 'RegisterInstance', { ServiceId: Id, InstanceId, Attributes });
  return { ...test, NamespaceId, Id, register };
}

const discover = { NamespaceName: 'internal', ServiceName: 'api' };

describe('namespaces', () => {
  it('are made by an operation that names them', async () => {
    const { call, privateNamespace } = await account();
    const made = privateNamespace();
    expect(made).toMatchObject({ Type: 'CREATE_NAMESPACE', Status: 'SUCCESS' });
    const Id = made?.Targets?.NAMESPACE ?? '';
    expect(call('servicediscovery', 'GetNamespace', { Id }).Namespace).toMatchObject({
      Id: expect.stringMatching(/^ns-[a-z0-9]{16}$/) as string,
      Arn: `arn:aws:servicediscovery:us-east-1:123456789012:namespace/${Id}`,
      Type: 'DNS_PRIVATE',
      ServiceCount: 0,
      Properties: {
        DnsProperties: { HostedZoneId: expect.stringMatching(/^Z[A-Z0-9]+$/) as string, SOA: { TTL: 15 } },
        HttpProperties: { HttpName: 'internal' },
      },
    });
  });

  it('fail in the operation where Route 53 would refuse the zone', async () => {
    const { call, privateNamespace } = await account();
    privateNamespace();
    expect(privateNamespace('internal.')).toMatchObject({
      Status: 'FAIL',
      ErrorCode: 'CANNOT_CREATE_HOSTED_ZONE',
      ErrorMessage: expect.stringContaining('ConflictingDomainExists') as string,
    });
    expect(privateNamespace('other', 'vpc-0')?.ErrorMessage).toContain('InvalidVPCId');
    expect(call('servicediscovery', 'ListNamespaces', {}).Namespaces).toHaveLength(1);
  });

  it('of HTTP are unique by name, and are not deleted while they have services', async () => {
    const { call } = await account();
    call('servicediscovery', 'CreateHttpNamespace', { Name: 'mesh' });
    expect(() => call('servicediscovery', 'CreateHttpNamespace', { Name: 'mesh' })).toThrow(
      expect.objectContaining({ code: 'NamespaceAlreadyExists' }) as Error,
    );
    const [namespace] = call('servicediscovery', 'ListNamespaces', {}).Namespaces ?? [];
    const Id = namespace?.Id ?? '';
    const { Service } = call('servicediscovery', 'CreateService', { Name: 'api', NamespaceId: Id });
    expect(Service).toMatchObject({ Type: 'HTTP', NamespaceId: Id });
    expect(() => call('servicediscovery', 'DeleteNamespace', { Id })).toThrow(
      expect.objectContaining({ code: 'ResourceInUse' }) as Error,
    );
    call('servicediscovery', 'DeleteService', { Id: Service?.Id });
    call('servicediscovery', 'DeleteNamespace', { Id });
    expect(() => call('servicediscovery', 'GetNamespace', { Id })).toThrow(
      expect.objectContaining({ code: 'NamespaceNotFound' }) as Error,
    );
  });
});

describe('services', () => {
  it.each([
    ['a CNAME beside an A', [{ Type: 'CNAME' }, { Type: 'A' }], 'WEIGHTED'],
    ['a CNAME with MULTIVALUE', [{ Type: 'CNAME' }], 'MULTIVALUE'],
    ['no records', [], 'MULTIVALUE'],
    ['two A records', [{ Type: 'A' }, { Type: 'A' }], 'MULTIVALUE'],
  ] as const)('refuse %s', async (_what, records, RoutingPolicy) => {
    const { call, privateNamespace } = await account();
    const NamespaceId = privateNamespace()?.Targets?.NAMESPACE;
    const DnsRecords = records.map(({ Type }) => ({ Type, TTL: 10 }));
    expect(() =>
      call('servicediscovery', 'CreateService', {
        Name: 'api',
        DnsConfig: { NamespaceId, RoutingPolicy, DnsRecords },
      }),
    ).toThrow(expect.objectContaining({ code: 'InvalidInput' }) as Error);
  });

  it('change their times to live and keep their instances from being orphaned', async () => {
    const { call, Id, register } = await withService();
    register('one', { AWS_INSTANCE_IPV4: '10.0.0.1' });
    call('servicediscovery', 'UpdateService', {
      Id,
      Service: { DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 60 }] } },
    });
    expect(call('servicediscovery', 'GetService', { Id }).Service).toMatchObject({
      InstanceCount: 1,
      DnsConfig: { RoutingPolicy: 'MULTIVALUE', DnsRecords: [{ Type: 'A', TTL: 60 }] },
      HealthCheckCustomConfig: { FailureThreshold: 1 },
    });
    expect(() => call('servicediscovery', 'DeleteService', { Id })).toThrow(
      'Service contains registered instances; delete the instances before deleting the service',
    );
  });

  it('have tags by their ARN', async () => {
    const { call, Id } = await withService();
    const ResourceARN = call('servicediscovery', 'GetService', { Id }).Service?.Arn ?? '';
    call('servicediscovery', 'TagResource', { ResourceARN, Tags: [{ Key: 'a', Value: '1' }] });
    call('servicediscovery', 'TagResource', { ResourceARN, Tags: [{ Key: 'b', Value: '2' }] });
    call('servicediscovery', 'UntagResource', { ResourceARN, TagKeys: ['a'] });
    expect(call('servicediscovery', 'ListTagsForResource', { ResourceARN }).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
  });
});

describe('instances', () => {
  it('need what their records are made of', async () => {
    const { register } = await withService();
    expect(() => register('one', {})).toThrow('needs the attribute AWS_INSTANCE_IPV4');
    expect(() => register('one', { AWS_INSTANCE_IPV4: '10.0.0' })).toThrow('Invalid value');
  });

  it('are discovered by attributes and health, all of them when none is healthy', async () => {
    const { call, context, Id, register } = await withService();
    register('one', { AWS_INSTANCE_IPV4: '10.0.0.1', stage: 'blue' });
    register('two', { AWS_INSTANCE_IPV4: '10.0.0.2', AWS_INIT_HEALTH_STATUS: 'UNHEALTHY', stage: 'blue' });
    const ids = (request: object = {}) =>
      call('servicediscovery', 'DiscoverInstances', { ...discover, ...request }).Instances?.map(
        ({ InstanceId, HealthStatus }) => `${InstanceId} ${HealthStatus}`,
      );
    expect(ids()).toEqual(['one HEALTHY']);
    expect(ids({ HealthStatus: 'ALL' })).toEqual(['one HEALTHY', 'two UNHEALTHY']);
    expect(ids({ QueryParameters: { stage: 'green' } })).toEqual([]);
    expect(ids({ OptionalParameters: { stage: 'green' } })).toEqual(['one HEALTHY']);
    const before = call('servicediscovery', 'DiscoverInstancesRevision', discover).InstancesRevision ?? 0;
    call('servicediscovery', 'DeregisterInstance', { ServiceId: Id, InstanceId: 'one' });
    expect(ids()).toEqual(['two UNHEALTHY']);
    expect(call('servicediscovery', 'DiscoverInstancesRevision', discover)).toEqual({
      InstancesRevision: before + 1,
    });
    expect(serviceDiscoveryTablesOf(context).instances.size).toBe(1);
    expect(() =>
      call('servicediscovery', 'DeregisterInstance', { ServiceId: Id, InstanceId: 'one' }),
    ).toThrow(expect.objectContaining({ code: 'InstanceNotFound' }) as Error);
  });

  it('do not change their health at once when another is asked for', async () => {
    const { call, Id, register } = await withService();
    register('one', { AWS_INSTANCE_IPV4: '10.0.0.1' });
    const one = { ServiceId: Id, InstanceId: 'one' };
    call('servicediscovery', 'UpdateInstanceCustomHealthStatus', { ...one, Status: 'UNHEALTHY' });
    expect(call('servicediscovery', 'GetInstancesHealthStatus', { ServiceId: Id }).Status).toEqual({
      one: 'HEALTHY',
    });
  });

  it('without a custom health check have none', async () => {
    const { call, NamespaceId } = await withService();
    const ServiceId = call('servicediscovery', 'CreateService', { Name: 'plain', NamespaceId }).Service?.Id;
    call('servicediscovery', 'RegisterInstance', { ServiceId, InstanceId: 'one', Attributes: {} });
    expect(call('servicediscovery', 'GetInstancesHealthStatus', { ServiceId }).Status).toEqual({
      one: 'UNKNOWN',
    });
    expect(() =>
      call('servicediscovery', 'UpdateInstanceCustomHealthStatus', {
        ServiceId,
        InstanceId: 'one',
        Status: 'HEALTHY',
      }),
    ).toThrow(expect.objectContaining({ code: 'CustomHealthNotFound' }) as Error);
  });
});
