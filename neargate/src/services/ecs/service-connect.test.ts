import { expect, it } from 'vitest';
import { createTestAccount, fargateDefinition } from './test-account.ts';

async function account() {
  const test = await createTestAccount();
  test.call(
    'ecs',
    'RegisterTaskDefinition',
    fargateDefinition({}, { portMappings: [{ name: 'http', containerPort: 3001 }] }),
  );
  const create = (services: readonly object[], namespace?: string) =>
    test.call('ecs', 'CreateService', {
      cluster: 'main',
      serviceName: 'users',
      taskDefinition: 'user-service',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: [test.subnetId] } },
      serviceConnectConfiguration: {
        enabled: true,
        services: services as [],
        ...(namespace === undefined ? {} : { namespace }),
      },
    });
  return { ...test, create };
}

it('makes the default namespace of a cluster, which its services then use', async () => {
  const { call, create } = await account();
  expect(() => create([{ portName: 'http' }])).toThrow("The specified namespace wasn't found.");
  const { cluster } = call('ecs', 'UpdateCluster', {
    cluster: 'main',
    serviceConnectDefaults: { namespace: 'mesh' },
  });
  const [namespace] = call('servicediscovery', 'ListNamespaces', {}).Namespaces ?? [];
  expect(namespace).toMatchObject({ Name: 'mesh', Type: 'HTTP' });
  expect(cluster?.serviceConnectDefaults?.namespace).toBe(namespace?.Arn);
  expect(create([{ portName: 'http' }]).service?.status).toBe('ACTIVE');
});

it.each([
  ['a port that has no such name', [{ portName: 'grpc' }], 'The portName grpc'],
  ['a name given twice', [{ portName: 'http' }, { portName: 'http' }], 'given twice'],
  ['TLS', [{ portName: 'http', tls: { issuerCertificateAuthority: {} } }], 'does not encrypt'],
])('refuses %s', async (_what, services, message) => {
  const { call, create } = await account();
  call('servicediscovery', 'CreateHttpNamespace', { Name: 'mesh' });
  expect(() => create(services, 'mesh')).toThrow(message);
});
