import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeTarget, Scene, targetConfig } from './testing/scene.ts';

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function sceneOf(listener: RequestListener): Promise<Scene> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scene = await Scene.start({ targets: [targetConfig((server.address() as AddressInfo).port)] });
  endings.push(
    () => {
      server.close();
      server.closeAllConnections();
    },
    () => scene.close(),
  );
  return scene;
}

const nextChunk = (message: IncomingMessage) =>
  new Promise<string>((resolve) => {
    message.once('data', (chunk: Buffer) => resolve(chunk.toString()));
  });

describe('a response that is not over', () => {
  it('brings each server-sent event when it is sent', async () => {
    let send = (_text: string) => {};
    const scene = await sceneOf((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      send = (text) => response.write(text);
    });
    const response = await fetch(`http://127.0.0.1:${scene.port}/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.getReader();
    // Each is read before the next one is written: none waits for another.
    for (const event of ['data: 1\n\n', 'data: 2\n\n', ': keep-alive\n\n']) {
      send(event);
      expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(event);
    }
    await reader?.cancel();
  });

  it('begins before the request has ended: both stream at once', async () => {
    const scene = await sceneOf((incoming, response) => {
      response.writeHead(200);
      response.flushHeaders();
      incoming.on('data', (chunk: Buffer) => response.write(`<${chunk.toString()}>`));
      incoming.on('end', () => response.end('.'));
    });
    const outgoing = request({ host: '127.0.0.1', port: scene.port, method: 'POST', agent: false });
    outgoing.flushHeaders();
    const response = await new Promise<IncomingMessage>((resolve) => {
      outgoing.once('response', resolve);
    });
    for (const part of ['a', 'b']) {
      outgoing.write(part);
      expect(await nextChunk(response)).toBe(`<${part}>`);
    }
    outgoing.end();
    expect(await nextChunk(response)).toBe('.');
  });
});

describe('trailers of HTTP/1.1', () => {
  const trailing = 'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Checksum: 1\r\n\r\n';
  const complete = '3\r\nabc\r\n0\r\n\r\n';

  it('of a response are dropped (RFC 9112 section 7.1.2 lets them), and the body is complete', async () => {
    const target = await FakeTarget.answering(`HTTP/1.1 200 OK\r\n${trailing}`);
    const scene = await Scene.start({}, target);
    endings.push(() => scene.close());
    const received = await scene
      .client()
      .send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
      .until((text) => text.endsWith(complete));
    expect(received).not.toContain('X-Checksum');
  });

  it('of a request are dropped as well, and what follows is the next request', async () => {
    let received = '';
    const target = await FakeTarget.start((socket) => {
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        if (received.endsWith(complete)) socket.write('HTTP/1.1 204 No Content\r\n\r\n');
      });
    });
    const scene = await Scene.start({}, target);
    endings.push(() => scene.close());
    const post = `POST / HTTP/1.1\r\nHost: a\r\n${trailing}`;
    await scene
      .client()
      .send(post + post)
      .until((text) => text.split('HTTP/1.1 204 ').length === 3);
    expect(received).not.toContain('X-Checksum');
    expect(received.split('POST / HTTP/1.1').length).toBe(3);
  });
});
