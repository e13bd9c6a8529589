import { afterEach, describe, expect, it } from 'vitest';
import type { RuleConfig } from './rule-config.ts';
import { FakeTarget, forwardToGroup, Scene, targetConfig } from './testing/scene.ts';

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.close();
});

async function scene(...args: Parameters<typeof Scene.start>): Promise<Scene> {
  const started = await Scene.start(...args);
  scenes.push(started);
  return started;
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const echoHead = (request: string) =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${request.length}\r\nConnection: keep-alive\r\n\r\n${request}`;

describe('a request through the load balancer', () => {
  it("reaches the target with ALB's headers and comes back with the target's", async () => {
    const { client } = bound(await scene({}, await FakeTarget.answering(echoHead)));
    const received = await client()
      .send('GET /a?b HTTP/1.1\r\nHost: shop:8080\r\nX-Own: 1\r\n\r\n')
      .until(hasBody);
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Length: \d+\r\nConnection: keep-alive\r\n\r\n/);
    expect(received).toMatch(
      /GET \/a\?b HTTP\/1\.1\r\nHost: shop\r\nX-Own: 1\r\nX-Forwarded-For: 127\.0\.0\.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: 80\r\nX-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24}\r\n\r\n$/,
    );
  });

  it('shares connections on both sides between requests', async () => {
    const target = await FakeTarget.answering(ok);
    const { client } = bound(await scene({}, target));
    const one = client();
    for (let count = 1; count <= 5; count++)
      await one.send(get).until((text) => occurrences(text, 'ok') === count);
    expect(target.sockets.length).toBe(1);
  });

  it('answers pipelined requests in order', async () => {
    const target = await FakeTarget.answering((request) => echoHead(request.split(' ')[1] ?? ''));
    const { client } = bound(await scene({}, target));
    const requests = Array.from(
      { length: 20 },
      (_, index) => `GET /n${index} HTTP/1.1\r\nHost: a\r\n\r\n`,
    ).join('');
    const received = await client()
      .send(requests)
      .until((text) => text.includes('/n19'));
    expect([...received.matchAll(/\/n(\d+)/g)].map((match) => Number(match[1]))).toEqual([
      ...Array(20).keys(),
    ]);
  });

  it('may arrive byte by byte', async () => {
    const target = await FakeTarget.answering(ok);
    const { client } = bound(await scene({}, target));
    const one = client();
    one.socket.setNoDelay(true);
    for (const character of get) {
      one.send(character);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await one.until((text) => text.endsWith('ok'));
  });

  it('passes large bodies of every framing both ways unharmed', async () => {
    const size = 3_000_000;
    const payload = Buffer.alloc(size, 'abcdefghijklmnopqrstuvwxyz').toString();
    const target = await FakeTarget.start((socket) => {
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        const end = received.indexOf('\r\n\r\n');
        if (end === -1) return;
        const body = received.slice(end + 4);
        const isChunked = received.includes('Transfer-Encoding: chunked');
        if (isChunked ? !body.endsWith('0\r\n\r\n') : body.length < size) return;
        const head = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
        socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n${body}`, 'latin1');
        received = '';
      });
    });
    const { client } = bound(await scene({}, target));
    const plain = client().send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n${payload}`);
    const received = await plain.until((text) => text.length > size);
    expect(received.slice(received.indexOf('\r\n\r\n') + 4) === payload).toBe(true);

    const chunks = `${(1_000_000).toString(16)}\r\n${payload.slice(0, 1_000_000)}\r\n${(2_000_000).toString(16)}\r\n${payload.slice(1_000_000)}\r\n0\r\n\r\n`;
    const chunked = client().send(
      `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    );
    const back = await chunked.until((text) => text.endsWith('\r\n0\r\n\r\n'));
    expect(back.slice(back.indexOf('\r\n\r\n') + 4) === chunks).toBe(true);
    expect(target.sockets.length).toBe(1);
  });

  it('holds a fast target back for a slow client and loses nothing', async () => {
    const size = 20_000_000;
    let written = 0;
    const target = await FakeTarget.start((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
        const chunk = Buffer.alloc(100_000, 'x');
        const more = () => {
          while (written < size) {
            written += chunk.length;
            if (!socket.write(chunk)) {
              socket.once('drain', more);
              return;
            }
          }
        };
        more();
      });
    });
    const started = await scene({}, target);
    const slow = started.client();
    slow.socket.pause();
    slow.send(get);
    await settled(() => written);
    expect(written).toBeLessThan(size);
    slow.socket.resume();
    const received = await slow.until((text) => text.length > size);
    expect(received.length - received.indexOf('\r\n\r\n') - 4).toBe(size);
  });

  it('unwraps chunks for an HTTP/1.0 client and ends the body by closing', async () => {
    const target = await FakeTarget.answering(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\n\r\n',
    );
    const { client } = bound(await scene({}, target));
    expect(await client().send('GET / HTTP/1.0\r\n\r\n').untilClosed()).toBe(
      'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello',
    );
  });

  it('ends a response without framing by closing', async () => {
    const target = await FakeTarget.start((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\nuntil the end'));
    });
    const { client } = bound(await scene({}, target));
    expect(await client().send(get).untilClosed()).toBe(
      'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end',
    );
  });

  for (const [name, request, reply] of [
    ['HEAD', 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'],
    ['204', get, 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['304', get, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n'],
  ] as const) {
    it(`expects no body with ${name}, and serves the next request on the same connections`, async () => {
      let count = 0;
      const target = await FakeTarget.answering(() => (count++ === 0 ? reply : ok));
      const { client } = bound(await scene({}, target));
      const one = client().send(request);
      await one.until((text) => text.includes('\r\n\r\n'));
      await one.send(get).until((text) => text.endsWith('ok'));
      expect(target.sockets.length).toBe(1);
    });
  }

  it('passes 100 Continue on before the body is sent', async () => {
    const target = await FakeTarget.start((socket) => {
      socket.on('data', (chunk) => {
        if (chunk.includes('Expect')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        if (chunk.includes('BODY')) socket.write(ok);
      });
    });
    const { client } = bound(await scene({}, target));
    const one = client().send(
      'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n',
    );
    await one.until((text) => text === 'HTTP/1.1 100 Continue\r\n\r\n');
    await one.send('BODY').until((text) => text.endsWith('ok'));
  });

  it('becomes a raw pipe after 101 and not before', async () => {
    const target = await FakeTarget.start((socket) => {
      socket.once('data', (head) => {
        expect(head.toString()).toMatch(/Connection: upgrade\r\nUpgrade: websocket\r\n/);
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhi',
        );
        socket.on('data', (chunk) => socket.write(`<${chunk.toString()}>`));
      });
    });
    const { client } = bound(await scene({}, target));
    const one = client().send(
      'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
    );
    expect(await one.until((text) => text.endsWith('hi'))).toMatch(
      /^HTTP\/1\.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nhi$/,
    );
    await one.send('GET / is not HTTP here').until((text) => text.endsWith('<GET / is not HTTP here>'));
    target.sockets[0]?.end();
    await one.untilClosed();
  });

  it('does not let a target switch protocols unasked', async () => {
    const target = await FakeTarget.answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n');
    const { client } = bound(await scene({}, target));
    expect(await client().send(get).until(hasBody)).toMatch(/^HTTP\/1\.1 502 Bad Gateway/);
  });

  it('closes after an answer that came before the body, so that the rest cannot be taken for a request', async () => {
    const target = await FakeTarget.start((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n'));
    });
    const { client } = bound(await scene({}, target));
    const one = client().send(
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nGET /smuggled HTTP/1.1\r\n`,
    );
    expect(await one.untilClosed()).toBe(
      'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    );
    expect(target.sockets.length).toBe(1);
  });

  it('does not reuse a target connection that said more than its response', async () => {
    const target = await FakeTarget.answering(`${ok}HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npoisoned`);
    const { client } = bound(await scene({}, target));
    const one = client();
    await one.send(get).until((text) => text.endsWith('ok'));
    const received = await one.send(get).until((text) => occurrences(text, 'ok') === 2);
    expect(received).not.toContain('poisoned');
    expect(target.sockets.length).toBe(2);
  });
});

describe('rules', () => {
  const fixed = (status: number, body: string): RuleConfig['action'] => ({
    type: 'fixed-response',
    statusCode: status,
    contentType: 'text/plain',
    messageBody: body,
  });

  it('are evaluated by priority, and act on open connections as soon as they change', async () => {
    const target = await FakeTarget.answering(ok);
    const rules: RuleConfig[] = [
      {
        arn: 'r/1',
        priority: 1,
        conditions: [{ field: 'path-pattern', values: ['/a*'] }],
        action: forwardToGroup.action,
      },
      { arn: 'r/default', priority: 'default', conditions: [], action: fixed(404, 'none') },
    ];
    const started = await scene({ listener: { rules } }, target);
    const one = started.client().send('GET /b HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(await one.until((text) => text.endsWith('none'))).toMatch(
      /^HTTP\/1\.1 404 Not Found\r\nServer: awselb\/2\.0\r\nDate: .+ GMT\r\nContent-Type: text\/plain; charset=utf-8\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\nnone$/,
    );
    await one.send('GET /ab HTTP/1.1\r\nHost: a\r\n\r\n').until((text) => text.endsWith('ok'));
    await started.apply({ targets: [] }, { rules: [{ ...forwardToGroup, action: fixed(200, 'changed') }] });
    await one.send('GET /ab HTTP/1.1\r\nHost: a\r\n\r\n').until((text) => text.endsWith('changed'));
  });

  it('redirect with the port always in Location', async () => {
    const redirect = {
      type: 'redirect',
      statusCode: 301,
      protocol: 'HTTPS',
      host: '#{host}',
      port: '443',
      path: '/#{path}',
      query: '#{query}',
    } as const;
    const { client } = bound(await scene({ listener: { rules: [{ ...forwardToGroup, action: redirect }] } }));
    const received = await client().send('GET /a/b?c=d HTTP/1.1\r\nHost: shop:8080\r\n\r\n').until(hasBody);
    expect(received).toContain('HTTP/1.1 301 Moved Permanently\r\n');
    expect(received).toContain('\r\nLocation: https://shop:443/a/b?c=d\r\n');
  });

  it('skip the body of a request they answer themselves', async () => {
    const { client } = bound(
      await scene({ listener: { rules: [{ ...forwardToGroup, action: fixed(200, 'own') }] } }),
    );
    const one = client().send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /${get}`);
    await one.until((text) => occurrences(text, 'own') === 2);
  });
});

describe("the load balancer's own errors", () => {
  it('are 503 without registered targets', async () => {
    const { client } = bound(await scene({}));
    const received = await client().send(get).until(hasBody);
    expect(received).toMatch(/^HTTP\/1\.1 503 Service Temporarily Unavailable\r\nServer: awselb\/2\.0\r\n/);
    expect(received).toContain('\r\nContent-Length: 162\r\n');
  });

  it('are 502 when the only target refuses the connection', async () => {
    const target = await FakeTarget.answering(ok);
    await target.close();
    const { client } = bound(await scene({ targets: [targetConfig(target.port)] }));
    expect(await client().send(get).until(hasBody)).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
  });

  it('are not needed when another target accepts: nothing had been sent to the first', async () => {
    const gone = await FakeTarget.answering(ok);
    await gone.close();
    const alive = await FakeTarget.answering(ok);
    const started = await scene(
      { targets: [targetConfig(gone.port), targetConfig(alive.port, { id: '10.0.0.6' })] },
      alive,
    );
    const one = started.client();
    for (let count = 1; count <= 4; count++)
      await one.send(get).until((text) => occurrences(text, 'ok') === count);
  });

  for (const [name, reply] of [
    ['closes without an answer', ''],
    ['answers with something else than HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['closes in the middle of its head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['sends a head over 32 K', `HTTP/1.1 200 OK\r\n${`X: ${'a'.repeat(8000)}\r\n`.repeat(5)}\r\n`],
  ] as const) {
    it(`are 502 when a target ${name}`, async () => {
      const target = await FakeTarget.start((socket) => {
        socket.once('data', () => socket.end(reply));
      });
      const { client } = bound(await scene({}, target));
      expect(await client().send(get).until(hasBody)).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    });
  }

  for (const [status, request] of [
    [400, 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    [400, 'nonsense\r\n\r\n'],
    [414, `GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    [501, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n'],
    [505, 'GET / HTTP/2.0\r\nHost: a\r\n\r\n'],
  ] as const) {
    it(`are ${status} and a closed connection for ${JSON.stringify(request.slice(0, 40))}`, async () => {
      const { client } = bound(await scene({}, await FakeTarget.answering(ok)));
      const received = await client()
        .send(request + get)
        .untilClosed();
      expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(received).toContain('\r\nConnection: close\r\n');
      expect(occurrences(received, 'HTTP/1.1 ')).toBe(1);
    });
  }

  it('are 405 for TRACE, 463 for too many forwarded addresses and 464 for a protocol the group does not speak', async () => {
    const started = await scene({}, await FakeTarget.answering(ok));
    const one = started.client();
    await one.send('TRACE / HTTP/1.1\r\nHost: a\r\n\r\n').until((text) => text.startsWith('HTTP/1.1 405 '));
    const addresses = Array(31).fill('192.0.2.1').join(', ');
    await one
      .send(`GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${addresses}\r\n\r\n`)
      .until((text) => text.includes('HTTP/1.1 463 \r\n'));
    await started.apply({ protocolVersion: 'GRPC' });
    await one.send(get).until((text) => text.includes('HTTP/1.1 464 \r\n'));
  });

  it('are 400 when a chunked body is broken, and the target never sees a complete request', async () => {
    const target = await FakeTarget.start(() => {});
    const { client } = bound(await scene({}, target));
    const one = client().send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n');
    expect(await one.untilClosed()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(target.sockets.length).toBe(0);
  });

  it('cannot be told once a response has begun: the connection is cut', async () => {
    const target = await FakeTarget.start((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    });
    const { client } = bound(await scene({}, target));
    expect(await client().send(get).untilClosed()).toMatch(/half$/);
  });
});

describe('a target connection that turns out to be dead', () => {
  async function dyingTarget(): Promise<FakeTarget> {
    // The first connection serves one request and dies at the second, without a byte of an answer.
    return FakeTarget.start((socket, index) => {
      let requests = 0;
      socket.on('data', () => {
        if (index === 0 && requests++ === 1) socket.destroy();
        else socket.write(ok);
      });
    });
  }

  it('is replaced once for a request that may be repeated', async () => {
    const target = await dyingTarget();
    const { client } = bound(await scene({}, target));
    const one = client();
    await one.send(get).until((text) => text.endsWith('ok'));
    await one.send(get).until((text) => occurrences(text, 'ok') === 2);
    expect(target.sockets.length).toBe(2);
  });

  it('is 502 for a POST, which may have had its effect', async () => {
    const target = await dyingTarget();
    const { client } = bound(await scene({}, target));
    const one = client();
    await one.send(get).until((text) => text.endsWith('ok'));
    await one
      .send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx')
      .until((text) => text.includes('HTTP/1.1 502 Bad Gateway'));
    expect(target.sockets.length).toBe(1);
  });

  it('is forgotten while idle, so that the next request opens another', async () => {
    const target = await FakeTarget.answering(ok);
    const { client } = bound(await scene({}, target));
    const one = client();
    await one.send(get).until((text) => text.endsWith('ok'));
    const closed = new Promise((resolve) => target.sockets[0]?.once('close', resolve));
    target.sockets[0]?.end();
    await closed;
    await one
      .send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
      .until((text) => occurrences(text, 'ok') === 2);
    expect(target.sockets.length).toBe(2);
  });
});

describe('listeners', () => {
  it('say why they cannot be bound, and the others serve', async () => {
    const first = await scene({});
    const second = new Scene();
    scenes.push(second);
    const result = await second.apply({}, { bind: { host: '127.0.0.1', port: first.port } });
    expect(result.listeners).toEqual([expect.objectContaining({ state: 'failed', code: 'EADDRINUSE' })]);
    expect(second.reports).toContainEqual(
      expect.objectContaining({ kind: 'listener', listener: expect.objectContaining({ state: 'failed' }) }),
    );
  });

  it('ignore a snapshot older than the one they serve', async () => {
    const started = await scene({});
    const result = await started.plane.apply({ version: 0, listeners: [], targetGroups: [] });
    expect(result.version).toBe(1);
    await started.client().send(get).until(hasBody);
  });

  it('never answer a client that does not get through, and leave those alone that have', async () => {
    const started = await scene({});
    const before = started.client();
    await before.send(get).until(hasBody);
    await started.apply({}, { clients: { allowed: false, reason: 'No rule.' } });
    await before.send(get).until((text) => occurrences(text, 'HTTP/1.1 503') === 2);
    const shut = started.client().send(get);
    await condition(() => !shut.socket.connecting);
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    await started.apply({}, { clients: { allowed: true } });
    await started.client().send(get).until(hasBody);
    expect([shut.received, shut.isClosed]).toEqual(['', false]);
  });

  it('let the request at hand finish when they are removed', async () => {
    let answer: (() => void) | undefined;
    const target = await FakeTarget.start((socket) => {
      socket.once('data', () => {
        answer = () => socket.write(ok);
      });
    });
    const started = await scene({}, target);
    const one = started.client().send(get);
    await condition(() => answer !== undefined);
    await started.plane.apply({ version: 99, listeners: [], targetGroups: [] });
    answer?.();
    expect(await one.untilClosed()).toBe(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
    );
  });
});

function bound(started: Scene): { client: () => ReturnType<Scene['client']> } {
  return { client: () => started.client() };
}

function hasBody(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(text);
  return end !== -1 && length !== null && text.length >= end + 4 + Number(length[1]);
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Turns of the event loop until the condition holds. */
async function condition(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Turns of the event loop until the value has not changed for many of them. */
async function settled(value: () => number): Promise<void> {
  let last = value();
  for (let unchanged = 0; unchanged < 2000 || last === 0; unchanged++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (value() !== last) unchanged = 0;
    last = value();
  }
}
