import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessLogRecord } from './log-records.ts';
import { classOf } from './http/desync.ts';
import { Scene, targetConfig } from './testing/scene.ts';
import { smugglingCorpus } from './testing/smuggling-corpus.ts';

interface Seen {
  readonly url: string;
  readonly body: string;
  readonly socket: Socket;
}

/** Node's own HTTP server behind the load balancer: a second opinion on what was sent, by llhttp. */
class Upstream {
  readonly seen: Seen[] = [];
  readonly errors: string[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.setEncoding('latin1').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        this.seen.push({ url: request.url ?? '', body, socket: request.socket });
        response.end('ok');
      });
    });
    this.server.on('clientError', (error: Error & { code?: string }, socket) => {
      if (error.code !== 'ECONNRESET') this.errors.push(error.message);
      socket.destroy();
    });
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }
}

describe.each(['monitor', 'defensive', 'strictest'] as const)('request smuggling in %s mode', (mode) => {
  const upstream = new Upstream();
  let scene: Scene;

  beforeAll(async () => {
    const port = await upstream.start();
    scene = await Scene.start({
      attributes: { desyncMode: mode, accessLogs: true },
      targets: [targetConfig(port)],
    });
  });
  afterAll(async () => {
    await scene.close();
    await upstream.stop();
  });

  it.each(smugglingCorpus)('$name', async (form) => {
    const status = mode === 'strictest' ? form.strictestStatus : form.status;
    const before = upstream.seen.length;
    const client = scene.client();
    client.send(form.bytes);
    const received =
      form.keepsAlive === true && status === 200
        ? await client.until((text) => text.endsWith('ok'))
        : await client.untilClosed();
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    const seen = upstream.seen.slice(before);
    if (status !== 200) {
      expect(seen).toEqual([]);
      return;
    }
    expect(seen.length).toBe(1);
    expect(seen[0]?.url).not.toBe('/smuggled');
    if (form.body !== undefined) expect(seen[0]?.body).toBe(form.body);
    if (form.keepsAlive !== true) return;
    await client.send('GET /next HTTP/1.1\r\nHost: a\r\n\r\n').until((text) => text.split('ok').length === 3);
    expect(upstream.seen.at(-1)?.url).toBe('/next');
  });

  it('leaves nothing on the connections of ambiguous requests, and nothing that the target could not read', () => {
    const lastOn = new Map<Socket, Seen>();
    for (const seen of upstream.seen) lastOn.set(seen.socket, seen);
    expect(upstream.seen.some(({ url }) => url === '/smuggled')).toBe(false);
    expect(upstream.errors).toEqual([]);
    if (mode === 'strictest') return;
    const ambiguousBodies = smugglingCorpus
      .filter(({ reason }) => classOf(reason) === 'Ambiguous')
      .flatMap(({ body }) => (body === undefined ? [] : [body]));
    const closed = [...lastOn.values()].filter(({ body }) => ambiguousBodies.includes(body));
    expect(closed.length).toBeGreaterThan(10);
  });

  it('tells the class and the reason in the access log', async () => {
    const byReason = new Map<string | undefined, AccessLogRecord>();
    const collect = () => {
      for (const report of scene.reports) {
        if (report.kind !== 'access-log') continue;
        for (const record of report.records) byReason.set(record.classificationReason, record);
      }
      return smugglingCorpus.every(({ reason }) => byReason.has(reason));
    };
    await scene.report(
      (report): report is Extract<typeof report, { kind: 'access-log' }> =>
        collect() && report.kind === 'access-log',
    );
    for (const { reason } of smugglingCorpus) {
      if (reason !== undefined) expect(byReason.get(reason)?.classification).toBe(classOf(reason));
    }
  });
});
