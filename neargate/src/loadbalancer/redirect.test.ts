import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../core/clock.ts';
import { createDataPlane, type DataPlane } from './data-plane.ts';
import type { RuleConfig } from './rule-config.ts';
import { createTestAuthority } from '../core/testing/certificates.ts';
import {
  FakeTarget,
  forwardToGroup,
  listenerConfig,
  targetConfig,
  targetGroupConfig,
} from './testing/scene.ts';
import { getOver, handshake, httpsListener } from './testing/tls-scene.ts';

const toHttps: RuleConfig = {
  ...forwardToGroup,
  action: {
    type: 'redirect',
    statusCode: 301,
    protocol: 'HTTPS',
    host: '#{host}',
    port: '443',
    path: '/#{path}',
    query: '#{query}',
  },
};

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Port 80 redirects to 443; both are served at free ports. */
async function start() {
  const authority = await createTestAuthority();
  const shop = await authority.issue({ names: ['localhost'] });
  const target = await FakeTarget.answering('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  const plane: DataPlane = createDataPlane({ clock: systemClock, report: () => {} });
  ends.push(
    () => target.close(),
    () => plane.stop(),
  );
  const { listeners } = await plane.apply({
    version: 1,
    listeners: [
      listenerConfig({ arn: 'listener/80', rules: [toHttps] }),
      listenerConfig({ arn: 'listener/443', ...httpsListener({ shop }) }),
    ],
    targetGroups: [targetGroupConfig({ targets: [targetConfig(target.port)] })],
  });
  const [http = 0, https = 0] = listeners.map(({ bind }) => bind.port);
  return { authority, http, https };
}

it('can be followed from the place a listener is served at, as a browser does', async () => {
  const { authority, http, https } = await start();
  const redirected = await fetch(`http://localhost:${http}/a?b=c`, { redirect: 'manual' });
  expect(redirected.status).toBe(301);
  const location = new URL(redirected.headers.get('location') ?? '');
  expect(location.href).toBe(`https://localhost:${https}/a?b=c`);
  const socket = await handshake(Number(location.port), { authority, serverName: location.hostname });
  expect(await getOver(socket)).toContain('HTTP/1.1 200 OK');
});
