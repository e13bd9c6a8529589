import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { readClientHello } from './client-hello.ts';

/** What a real client sends first. */
function helloOf(servername: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.once('data', (chunk: Buffer) => {
        resolve(chunk);
        socket.destroy();
        server.close();
      });
    }).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      connect({ host: '127.0.0.1', port, servername }).on('error', () => {});
    });
  });
}

let hello: Buffer;
beforeAll(async () => {
  hello = await helloOf('Shop.Example.com');
});

describe('readClientHello', () => {
  it('finds the server name, and waits for it byte by byte', () => {
    for (let length = 0; length < hello.length; length++) {
      expect(readClientHello(hello.subarray(0, length)).kind).toBe('incomplete');
    }
    expect(readClientHello(hello)).toEqual({ kind: 'complete', serverName: 'shop.example.com' });
  });

  it('joins a message from several records', () => {
    const body = hello.subarray(5);
    const record = (part: Buffer) =>
      Buffer.concat([Buffer.from([22, 3, 1, part.length >> 8, part.length & 0xff]), part]);
    const parts = Buffer.concat([record(body.subarray(0, 100)), record(body.subarray(100))]);
    expect(readClientHello(parts)).toEqual({ kind: 'complete', serverName: 'shop.example.com' });
  });

  it('knows what is no handshake', () => {
    expect(readClientHello(Buffer.from('GET / HTTP/1.1\r\n')).kind).toBe('foreign');
    const broken = Buffer.from(hello);
    broken[5 + 4 + 34] = 0xff;
    expect(readClientHello(broken).kind).not.toBe('incomplete');
  });
});
