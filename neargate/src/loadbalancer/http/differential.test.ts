import { METHODS } from 'node:http';
import { describe, expect, it } from 'vitest';
import { secondOpinion } from '../testing/second-opinion.ts';
import { smugglingCorpus } from '../testing/smuggling-corpus.ts';
import { BodyFraming } from './body-framing.ts';
import type { DesyncMode } from './desync.ts';
import { writeRequestHead } from './head-writer.ts';
import { RequestHead } from './message-head.ts';
import { parseRequestHead } from './request-parser.ts';

/** Seeds per run: 500 in the suite, more by `NEARGATE_FUZZ_SEEDS=20000 npx vitest run src/loadbalancer/http/differential.test.ts`. */
const seeds = Number(process.env['NEARGATE_FUZZ_SEEDS'] ?? 500);

/** mulberry32, so that a failure replays from its seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const hostile = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\0',
  ' ',
  '\t',
  '\x0b',
  '\x7f',
  '\xa0',
  '\xff',
  ':',
  ',',
  ';',
  '=',
  '"',
  '/',
  '?',
  '0',
  '5',
  '+',
  '-',
  'x',
  'chunked',
  'identity',
  'gzip',
  'Transfer-Encoding: chunked\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: 0\r\n',
  'Connection: close\r\n',
  'Host: b\r\n',
  ' HTTP/1.1',
  'HTTP/1.0',
  '5\r\nhello\r\n',
  '0\r\n\r\n',
];

function mutant(random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let text = pick(smugglingCorpus).bytes;
  for (let edits = Math.floor(random() * 4); edits > 0; edits--) {
    const at = Math.floor(random() * (text.length + 1));
    const removed = random() < 0.5 ? 0 : Math.floor(random() * 6);
    text = text.slice(0, at) + (random() < 0.8 ? pick(hostile) : '') + text.slice(at + removed);
  }
  return text;
}

const judgedMethods = new Set(METHODS.filter((method) => method !== 'CONNECT'));

const facts = {
  clientAddress: '192.0.2.7',
  clientPort: 1,
  scheme: 'http',
  listenerPort: 80,
  xffMode: 'append',
  xffClientPort: false,
  preserveHost: false,
  dropInvalidHeaders: false,
  connectionFields: '',
  ownNames: undefined,
} as const;

/** The first request of a stream as this load balancer reads it and as it would send it on; undefined unless it is complete. */
function ours(text: string, mode: DesyncMode) {
  const bytes = Buffer.from(text, 'latin1');
  const head = new RequestHead();
  if (parseRequestHead(head, bytes, 0, bytes.length, mode) !== 'complete') return undefined;
  const framing = new BodyFraming();
  if (head.chunked) framing.begin('chunked', 0, true);
  else framing.begin(head.contentLength > 0 ? 'length' : 'none', Math.max(0, head.contentLength));
  const end = framing.take(bytes, head.byteLength, bytes.length);
  if (framing.invalid || !framing.done) return undefined;
  let body = '';
  for (let range = 0; range < framing.rangeCount; range++) {
    body += bytes.toString('latin1', framing.ranges[range * 2], framing.ranges[range * 2 + 1]);
  }
  const sentBody = head.chunked
    ? `${body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`}0\r\n\r\n`
    : body;
  return {
    head,
    body,
    end,
    sent: writeRequestHead(head, facts, 'Root=1', '10.0.0.5:80', false) + sentBody,
    received: text.slice(0, end),
  };
}

describe('the request parser beside llhttp', () => {
  it(`agrees with it on ${seeds} mutants of the smuggling corpus`, async () => {
    let accepted = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const random = generator(seed);
      const text = mutant(random);
      const mode = (['monitor', 'defensive', 'strictest'] as const)[Math.floor(random() * 3)] ?? 'defensive';
      const request = ours(text, mode);
      const trace = `seed ${seed}, ${mode}: ${JSON.stringify(text)}`;
      // llhttp knows a list of methods; CONNECT has rules of its own.
      if (request === undefined || !judgedMethods.has(request.head.method)) continue;
      // llhttp refuses bytes above 0x7f in a target, which AWS's classification lets pass.
      if (/[\x80-\xff]/.test(request.head.pathAndQuery)) continue;
      accepted++;
      // What a target is sent is one request, the one that was read, and nothing beside it.
      const target = await secondOpinion(request.sent);
      expect(target.isRefused, `refused ${JSON.stringify(request.sent)} of ${trace}`).toBe(false);
      expect(target.requests, trace).toEqual([
        { method: request.head.method, url: request.head.pathAndQuery, body: request.body },
      ]);
      if (request.head.desyncReason !== undefined) continue;
      // A compliant request ends for others where it ends here: llhttp reads the same one, or none when it is stricter.
      const client = await secondOpinion(request.received);
      if (client.isRefused && client.requests.length === 0) continue;
      expect(
        client.requests.map(({ method, body }) => ({ method, body })),
        trace,
      ).toEqual([{ method: request.head.method, body: request.body }]);
    }
    // A fuzzer that nothing gets through proves nothing.
    expect(accepted).toBeGreaterThan(seeds / 10);
  });
});
