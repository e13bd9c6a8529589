import { expect, it } from 'vitest';
import { storedServiceConnectFields } from './service-connect-stored.ts';

it('names what only the proxy of Service Connect would act on', () => {
  const alias = { port: 80, dnsName: 'web' };
  const services = [
    { portName: 'web', clientAliases: [alias] },
    { portName: 'admin', timeout: { idleTimeoutSeconds: 5 } },
  ];
  expect(storedServiceConnectFields({ enabled: true, services })).toEqual(['services.timeout']);
  expect(
    storedServiceConnectFields({
      enabled: true,
      logConfiguration: { logDriver: 'awslogs' },
      services: [{ portName: 'web', ingressPortOverride: 8080 }],
    }),
  ).toEqual(['logConfiguration', 'services.ingressPortOverride']);
  expect(storedServiceConnectFields({ enabled: true, services: [{ portName: 'web' }] })).toEqual([]);
  expect(storedServiceConnectFields({ enabled: false, services })).toEqual([]);
  expect(storedServiceConnectFields(undefined)).toEqual([]);
});
