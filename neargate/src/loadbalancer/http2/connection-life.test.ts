import type { ClientHttp2Session } from 'node:http2';
import { afterEach, expect, it } from 'vitest';
import { createTestAuthority } from '../../core/testing/certificates.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { AccessLogReport, DataPlaneReport } from '../reports.ts';
import { http2Client, request } from '../testing/http2-scene.ts';
import type { SceneOptions } from '../testing/scene.ts';
import { FakeTarget, Scene } from '../testing/scene.ts';
import { httpsListener } from '../testing/tls-scene.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const isLog = (report: DataPlaneReport): report is AccessLogReport => report.kind === 'access-log';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function connected(
  target: FakeTarget,
  attributes: NonNullable<SceneOptions['attributes']>,
): Promise<{ scene: Scene; clock: VirtualClock; client: ClientHttp2Session }> {
  const clock = new VirtualClock();
  const authority = await createTestAuthority();
  const shop = await authority.issue({ names: ['shop.test'] });
  const scene = await Scene.start({ clock, attributes, listener: httpsListener({ shop }) }, target);
  const client = await http2Client(scene.port, authority, 'shop.test');
  endings.push(async () => {
    client.destroy();
    const closed = scene.close();
    await clock.advance(10_000);
    await closed;
  });
  return { scene, clock, client };
}

it('says GOAWAY after the request that follows the end of the client keep-alive', async () => {
  const { clock, client } = await connected(await FakeTarget.answering(ok), { clientKeepAliveMs: 5_000 });
  let hasSaidGoodbye = false;
  const goodbye = new Promise<number>((resolve) => {
    client.once('goaway', (code) => {
      hasSaidGoodbye = true;
      resolve(code);
    });
  });
  expect((await request(client, { ':path': '/' })).body).toBe('ok');
  await clock.advance(6_000);
  expect(hasSaidGoodbye).toBe(false);
  expect((await request(client, { ':path': '/' })).body).toBe('ok');
  expect(await goodbye).toBe(0);
});

it('logs a stream that its client has given up before its answer as 460, and goes on with the others', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let gone = () => {};
  const isGone = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const target = await FakeTarget.start((socket) => {
    socket.on('data', (chunk) => {
      if (chunk.includes('/slow')) asked();
      else socket.write(ok);
    });
    socket.on('close', gone);
  });
  const { scene, clock, client } = await connected(target, { accessLogs: true });
  const stream = client.request({ ':path': '/slow' });
  stream.on('error', () => {});
  await isAsked;
  stream.close(8);
  // What the client does not want any more is not asked of the target either.
  await isGone;
  expect((await request(client, { ':path': '/next' })).body).toBe('ok');
  await clock.advance(1_000);
  const { records } = await scene.report(isLog);
  expect(records).toMatchObject([
    { request: 'GET https://shop.test:443/slow HTTP/2.0', elbStatusCode: 460 },
    { request: 'GET https://shop.test:443/next HTTP/2.0', elbStatusCode: 200 },
  ]);
});
