import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createTestAuthority } from '../core/testing/certificates.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { AccessLogReport } from './reports.ts';
import type { SceneOptions } from './testing/scene.ts';
import { Scene, targetConfig } from './testing/scene.ts';
import { httpsListener } from './testing/tls-scene.ts';

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A target that sends back what it is sent, and says which fields it was opened with. */
async function echoTarget(): Promise<number> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    socket.send(request.headers['x-forwarded-proto'] ?? '');
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function sceneOf(options: SceneOptions): Promise<Scene> {
  const scene = await Scene.start({ ...options, targets: [targetConfig(await echoTarget())] });
  endings.push(() => scene.close());
  return scene;
}

/** A client that has been opened, with what it has received so far. */
class Client {
  readonly socket: WebSocket;
  readonly received: Buffer[] = [];
  readonly closed: Promise<number>;
  private readonly looks = new Set<() => void>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.received.push(data);
      for (const look of this.looks) look();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => resolve(code));
    });
    socket.on('error', () => {});
    endings.push(() => socket.terminate());
  }

  /** Resolves to the message of this index once it is there. */
  message(index: number): Promise<Buffer> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.received[index];
        if (found !== undefined) resolve(found);
      };
      this.looks.add(look);
      look();
    });
  }
}

const isLog = (report: { readonly kind: string }): report is AccessLogReport => report.kind === 'access-log';

describe('a WebSocket', () => {
  it('passes frames of every kind both ways, and its closing handshake', async () => {
    const scene = await sceneOf({ attributes: { accessLogs: true } });
    const client = new Client(new WebSocket(`ws://127.0.0.1:${scene.port}/chat`));
    expect((await client.message(0)).toString()).toBe('http');
    const large = Buffer.alloc(300_000, 7);
    client.socket.send('text');
    client.socket.send(large);
    expect((await client.message(1)).toString()).toBe('text');
    expect((await client.message(2)).equals(large)).toBe(true);
    const ponged = new Promise((resolve) => {
      client.socket.once('pong', resolve);
    });
    client.socket.ping();
    await ponged;
    client.socket.close(4001);
    expect(await client.closed).toBe(4001);
    expect((await scene.report(isLog)).records[0]).toMatchObject({
      type: 'ws',
      elbStatusCode: 101,
      targetStatusCode: 101,
    });
  });

  it('comes over TLS as well', async () => {
    const authority = await createTestAuthority();
    const shop = await authority.issue({ names: ['localhost'] });
    const scene = await sceneOf({ listener: httpsListener({ shop }), attributes: { accessLogs: true } });
    const client = new Client(
      new WebSocket(`wss://localhost:${scene.port}/chat`, { ca: authority.certificatePem }),
    );
    expect((await client.message(0)).toString()).toBe('https');
    client.socket.send('secret');
    expect((await client.message(1)).toString()).toBe('secret');
    client.socket.close();
    await client.closed;
    expect((await scene.report(isLog)).records[0]).toMatchObject({ type: 'wss', elbStatusCode: 101 });
  });

  it('ends when no byte has moved for the idle timeout, and not while some do', async () => {
    const clock = new VirtualClock();
    const scene = await sceneOf({ clock, attributes: { idleTimeoutMs: 60_000 } });
    endings.push(async () => clock.advance(10_000));
    const client = new Client(new WebSocket(`ws://127.0.0.1:${scene.port}/`));
    await client.message(0);
    for (let round = 1; round <= 3; round++) {
      await clock.advance(50_000);
      client.socket.send('still here');
      await client.message(round);
    }
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
    await clock.advance(60_500);
    // No closing handshake: the load balancer knows nothing of frames.
    expect(await client.closed).toBe(1006);
  });
});
