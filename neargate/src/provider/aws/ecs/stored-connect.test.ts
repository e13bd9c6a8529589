import { expect, it } from 'vitest';
import { storedConnectWarnings } from './stored-connect.ts';

const connect = (service: object) => ({
  name: 'web',
  service_connect_configuration: [{ enabled: true, service: [{ port_name: 'web', ...service }] }],
});

it('warns of what only the proxy of Service Connect would do, and of nothing else', () => {
  expect(storedConnectWarnings(connect({ timeout: [{ idle_timeout_seconds: 5 }] }))).toMatchObject([
    {
      severity: 'warning',
      summary: 'Stored, not enforced',
      detail: expect.stringContaining('services.timeout') as string,
    },
  ]);
  expect(storedConnectWarnings(connect({}))).toEqual([]);
});

it('waits for what is not known yet', () => {
  expect(storedConnectWarnings({})).toEqual([]);
});
