import type { ClientHttp2Session } from 'node:http2';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AccessLogReport, TargetHealthReport } from '../reports.ts';
import type { TargetGroupConfig } from '../target-group-config.ts';
import type { TestAuthority, TestCertificate } from '../../core/testing/certificates.ts';
import { createTestAuthority } from '../../core/testing/certificates.ts';
import { Http2Target, http2Client, request } from '../testing/http2-scene.ts';
import type { SceneOptions } from '../testing/scene.ts';
import { FakeTarget, forwardToGroup, healthCheck, Scene, targetConfig } from '../testing/scene.ts';
import { handshake, httpsListener } from '../testing/tls-scene.ts';

let authority: TestAuthority;
let shop: TestCertificate;
beforeAll(async () => {
  authority = await createTestAuthority();
  shop = await authority.issue({ names: ['shop.test'] });
});

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function start(options: SceneOptions, ...targets: FakeTarget[]): Promise<Scene> {
  const scene = await Scene.start(
    { ...options, listener: { ...httpsListener({ shop }), ...options.listener } },
    ...targets,
  );
  endings.push(() => scene.close());
  return scene;
}

async function http2Scene(
  protocolVersion: TargetGroupConfig['protocolVersion'],
  onStream: Parameters<typeof Http2Target.start>[0],
  options: SceneOptions = {},
): Promise<{ scene: Scene; target: Http2Target; client: ClientHttp2Session }> {
  const target = await Http2Target.start(onStream);
  endings.push(() => target.close());
  const scene = await start({
    ...options,
    group: { protocolVersion, ...options.group },
    targets: [targetConfig(target.port)],
  });
  return { scene, target, client: await clientOf(scene) };
}

async function clientOf(scene: Scene): Promise<ClientHttp2Session> {
  const client = await http2Client(scene.port, authority, 'shop.test');
  endings.push(() => client.destroy());
  return client;
}

const echo = (received: string) =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${received.length}\r\nX-Up: 1\r\nConnection: keep-alive\r\n\r\n${received}`;
const grpcCall = {
  ':method': 'POST',
  ':path': '/shop.Cart/Add',
  'content-type': 'application/grpc',
  te: 'trailers',
};

describe('HTTP/2 from clients', () => {
  it('becomes HTTP/1.1 for the target, with the cookie crumbs joined, and its answer HTTP/2 again', async () => {
    const client = await clientOf(await start({}, await FakeTarget.answering(echo)));
    const { headers, body } = await request(client, {
      ':path': '/a?b=c',
      cookie: ['one=1', 'two=2'],
      'x-own': 'yes',
    });
    expect(headers[':status']).toBe(200);
    expect(headers['x-up']).toBe('1');
    expect(headers.connection).toBeUndefined();
    expect(body).toMatch(
      /^GET \/a\?b=c HTTP\/1\.1\r\nHost: shop\.test\r\nx-own: yes\r\ncookie: one=1; two=2\r\nX-Forwarded-For: 127\.0\.0\.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 443\r\n/,
    );
  });

  it('is offered with 128 streams, and not at all when it is turned off', async () => {
    const scene = await start({}, await FakeTarget.answering(echo));
    const client = await clientOf(scene);
    expect(client.remoteSettings.maxConcurrentStreams).toBe(128);
    const off = await start({ attributes: { http2: false } }, await FakeTarget.answering(echo));
    const socket = await handshake(off.port, {
      authority,
      serverName: 'shop.test',
      alpn: ['h2', 'http/1.1'],
    });
    expect(socket.alpnProtocol).toBe('http/1.1');
    socket.destroy();
  });

  it('carries many requests at once over one connection', async () => {
    const scene = await start({}, await FakeTarget.answering(echo));
    const client = await clientOf(scene);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => request(client, { ':path': `/n${index}` })),
    );
    expect(answers.map(({ body }) => body.split(' ')[1])).toEqual(answers.map((_, index) => `/n${index}`));
  });

  it('passes bodies of known and unknown length, both ways at once', async () => {
    const bodies: string[] = [];
    const target = await FakeTarget.start((socket) => {
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        if (!received.endsWith('0\r\n\r\n') && !received.endsWith('known')) return;
        bodies.push(received);
        received = '';
        socket.write(
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n',
        );
      });
    });
    const client = await clientOf(await start({}, target));
    const chunked = await request(client, { ':method': 'POST', ':path': '/' }, 'hello');
    expect(chunked.body).toBe('abcdef');
    expect(chunked.headers['transfer-encoding']).toBeUndefined();
    expect(bodies[0]).toMatch(/Transfer-Encoding: chunked\r\n[^]*\r\n\r\n5\r\nhello\r\n0\r\n\r\n$/);
    await request(client, { ':method': 'POST', ':path': '/', 'content-length': '5' }, 'known');
    expect(bodies[1]).toMatch(/content-length: 5\r\n[^]*\r\n\r\nknown$/);
  });

  it('is answered by rules and errors of the load balancer as HTTP/1 is', async () => {
    const rules = [
      {
        arn: 'rule/1',
        priority: 1,
        conditions: [{ field: 'path-pattern' as const, values: ['/fixed'] }],
        action: {
          type: 'fixed-response' as const,
          statusCode: 200,
          contentType: 'text/plain',
          messageBody: 'here',
        },
      },
      forwardToGroup,
    ];
    const client = await clientOf(await start({ listener: { rules } }));
    const fixed = await request(client, { ':path': '/fixed' });
    expect(fixed.body).toBe('here');
    expect(fixed.headers.server).toBe('awselb/2.0');
    const none = await request(client, { ':path': '/' });
    expect(none.headers[':status']).toBe(503);
    expect(none.body).toContain('503 Service Temporarily Unavailable');
    expect((await request(client, { ':method': 'TRACE', ':path': '/' })).headers[':status']).toBe(405);
  });

  it('is told apart in the access log', async () => {
    const scene = await start({ attributes: { accessLogs: true } }, await FakeTarget.answering(echo));
    await request(await clientOf(scene), { ':path': '/x' });
    const { records } = await scene.report(
      (report): report is AccessLogReport => report.kind === 'access-log',
    );
    expect(records[0]).toMatchObject({
      type: 'h2',
      elbStatusCode: 200,
      request: 'GET https://shop.test:443/x HTTP/2.0',
    });
  });

  it('ends with GOAWAY after the request at hand when the listener is removed', async () => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const target = await FakeTarget.start((socket) => {
      socket.once('data', () => {
        answer();
        answer = () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      });
    });
    const scene = await start({}, target);
    const client = await clientOf(scene);
    const answered = request(client, { ':path': '/' });
    await asked;
    const saidGoodbye = new Promise<void>((resolve) => {
      client.once('goaway', () => resolve());
    });
    await scene.plane.apply({ version: 1_000, listeners: [], targetGroups: [] });
    await saidGoodbye;
    answer();
    expect((await answered).body).toBe('ok');
  });
});

describe('targets that speak HTTP/2', () => {
  it('get streams, with trailers both ways', async () => {
    const { client, target } = await http2Scene('GRPC', (stream, headers) => {
      stream.respond(
        {
          ':status': 200,
          'content-type': 'application/grpc',
          'x-seen': [headers[':path'], headers.te, headers[':authority'], headers['x-forwarded-proto']].join(
            ' ',
          ),
        },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': 'fine' }));
      stream.on('data', (chunk: Buffer) => stream.write(chunk));
      stream.on('end', () => stream.end());
    });
    const answers = await Promise.all([request(client, grpcCall, 'one'), request(client, grpcCall, 'two')]);
    expect(answers.map(({ body }) => body)).toEqual(['one', 'two']);
    expect(answers[0]?.headers['x-seen']).toBe('/shop.Cart/Add trailers shop.test https');
    expect(answers[0]?.trailers).toMatchObject({ 'grpc-status': '0', 'grpc-message': 'fine' });
    await request(client, grpcCall, 'three');
    expect(target.sessions.size).toBeLessThanOrEqual(2);
  });

  it('stream both ways before either side has ended', async () => {
    const { client } = await http2Scene('HTTP2', (stream) => {
      stream.respond({ ':status': 200 });
      stream.on('data', (chunk: Buffer) => stream.write(`<${chunk.toString()}>`));
      stream.on('end', () => stream.end());
    });
    const stream = client.request({ ':method': 'POST', ':path': '/' }, { endStream: false });
    const next = () =>
      new Promise<string>((resolve) => {
        stream.once('data', (chunk: Buffer) => resolve(chunk.toString()));
      });
    stream.write('a');
    expect(await next()).toBe('<a>');
    stream.write('b');
    expect(await next()).toBe('<b>');
    stream.end();
    await new Promise((resolve) => {
      stream.once('close', resolve);
    });
  });

  it('are refused what does not fit: 464', async () => {
    const { client, scene } = await http2Scene('GRPC', (stream) =>
      stream.respond({ ':status': 200 }, { endStream: true }),
    );
    expect((await request(client, { ':path': '/' })).headers[':status']).toBe(464);
    await scene.apply({ protocolVersion: 'HTTP1', targets: scene.targetConfigs });
    const grpc = await request(client, grpcCall, 'x');
    expect(grpc.headers[':status']).toBe(464);
    expect(grpc.headers['grpc-status']).toBe('2');
  });

  it('that cannot be reached are 502, with a gRPC status for gRPC clients', async () => {
    const { client, target } = await http2Scene('GRPC', () => {});
    await target.close();
    const { headers } = await request(client, grpcCall, 'x');
    expect(headers[':status']).toBe(502);
    expect(headers['grpc-status']).toBe('14');
    expect(headers['grpc-message']).toBe('unavailable');
  });

  it('that reset a stream are 502 before the response and a reset after it has begun', async () => {
    const { client } = await http2Scene('HTTP2', (stream, headers) => {
      if (headers[':path'] === '/late') {
        stream.respond({ ':status': 200 });
        stream.write('some');
        setImmediate(() => stream.destroy(new Error('broken')));
      } else stream.close(2);
    });
    expect((await request(client, { ':path': '/' })).headers[':status']).toBe(502);
    await expect(request(client, { ':path': '/late' })).rejects.toThrow(/NGHTTP2_INTERNAL_ERROR/);
  });
});

describe('health checks over HTTP/2', () => {
  async function firstVerdict(
    protocolVersion: 'HTTP2' | 'GRPC',
    matcher: string,
    onStream: Parameters<typeof Http2Target.start>[0],
  ) {
    const { scene } = await http2Scene(protocolVersion, onStream, {
      group: {
        healthCheck: healthCheck({
          protocolVersion,
          matcher,
          path: '/AWS.ALB/healthcheck',
          unhealthyThreshold: 1,
        }),
      },
    });
    return scene.report(
      (report): report is TargetHealthReport =>
        report.kind === 'target-health' && (report.state === 'healthy' || report.state === 'unhealthy'),
    );
  }

  it('take the gRPC status, from trailers or from a head without a message', async () => {
    const unimplemented = await firstVerdict('GRPC', '12', (stream, headers) => {
      expect(headers).toMatchObject({
        ':method': 'POST',
        'content-type': 'application/grpc',
        'user-agent': 'ELB-HealthChecker/2.0',
      });
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' },
        { endStream: true },
      );
    });
    expect(unimplemented.state).toBe('healthy');
    const ok = await firstVerdict('GRPC', '0', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.resume();
      stream.end('12345');
    });
    expect(ok.state).toBe('healthy');
  });

  it('say which code did not match', async () => {
    const report = await firstVerdict('GRPC', '0-5', (stream) =>
      stream.respond({ ':status': 200, 'grpc-status': '13' }, { endStream: true }),
    );
    expect(report).toMatchObject({
      state: 'unhealthy',
      description: 'Health checks failed with these codes: [13]',
    });
    const http = await firstVerdict('HTTP2', '200', (stream) =>
      stream.respond({ ':status': 404 }, { endStream: true }),
    );
    expect(http.description).toBe('Health checks failed with these codes: [404]');
  });
});
