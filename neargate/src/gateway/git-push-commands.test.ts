import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readPushCommands } from './git-push-commands.ts';

const zeros = '0'.repeat(40);
const ones = '1'.repeat(40);
const pkt = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text;
const commands = [
  pkt(`shallow ${zeros}`),
  pkt(`${zeros} ${ones} refs/heads/main\0report-status\n`),
  pkt(`${ones} ${zeros} refs/tags/v1`),
  '0000',
].join('');
const references = ['refs/heads/main', 'refs/tags/v1'];

/** Reads a body that comes in these parts, and then what is left of it. */
async function read(parts: readonly Uint8Array[], headers: Record<string, string> = {}) {
  const request = Object.assign(new PassThrough(), { headers });
  const found = readPushCommands(request as unknown as IncomingMessage);
  for (const part of parts) {
    request.write(part);
    await new Promise(setImmediate);
  }
  request.end();
  const { head, ...rest } = await found;
  const left: Buffer[] = [];
  for await (const chunk of request) left.push(chunk as Buffer);
  return { ...rest, body: Buffer.concat([head, ...left]) };
}

it('reads what a push changes, wherever the body is cut, and leaves the rest', async () => {
  const body = Buffer.from(`${commands}PACK and more`);
  for (let at = 1; at < body.length; at += 7) {
    expect(await read([body.subarray(0, at), body.subarray(at)])).toEqual({ references, body });
  }
});

it('reads a compressed body', async () => {
  const body = gzipSync(`${commands}PACK and more`);
  const parts = [body.subarray(0, 40), body.subarray(40)];
  expect(await read(parts, { 'content-encoding': 'gzip' })).toEqual({ references, body });
});

it('knows no references of a probe, of what is no push, and of what breaks off', async () => {
  for (const text of ['0000', 'no push at all', commands.slice(0, -20), '']) {
    expect(await read(text === '' ? [] : [Buffer.from(text)])).toEqual({
      references: [],
      body: Buffer.from(text),
    });
  }
});

it('reads the commands of a signed push', async () => {
  const body = Buffer.from(
    `${pkt('push-cert\0report-status')}${pkt('certificate version 0.1\n')}${pkt(`${zeros} ${ones} refs/heads/main\n`)}${pkt('push-cert-end\n')}0000`,
  );
  expect((await read([body])).references).toEqual(['refs/heads/main']);
});
