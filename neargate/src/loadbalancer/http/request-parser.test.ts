import { describe, expect, it } from 'vitest';
import { fieldIds } from './field-names.ts';
import { RequestHead } from './message-head.ts';
import type { DesyncMode } from './desync.ts';
import { parseRequestHead } from './request-parser.ts';

function parse(text: string, mode: DesyncMode = 'defensive'): { head: RequestHead; outcome: string } {
  const head = new RequestHead();
  const bytes = Buffer.from(text, 'latin1');
  return { head, outcome: parseRequestHead(head, bytes, 0, bytes.length, mode) };
}

const host = 'Host: a\r\n';

describe('parseRequestHead', () => {
  it('reads the request line, the fields and where the head ends', () => {
    const { head, outcome } = parse(
      'GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nX-Two:  spaced \t\r\n\r\nBODY',
    );
    expect(outcome).toBe('complete');
    expect(head.method).toBe('GET');
    expect(head.pathAndQuery).toBe('/a?b=c');
    expect(head.minorVersion).toBe(1);
    expect(head.valueOf(fieldIds.host)).toBe('example.com');
    expect(head.valuesNamed('x-two')).toEqual(['spaced']);
    expect(head.byteLength).toBe(
      'GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nX-Two:  spaced \t\r\n\r\n'.length,
    );
  });

  it('counts an empty line before the request line as part of the head', () => {
    const { head, outcome } = parse(`\r\nGET / HTTP/1.1\r\n${host}\r\n`);
    expect(outcome).toBe('complete');
    expect(head.byteLength).toBe(`\r\nGET / HTTP/1.1\r\n${host}\r\n`.length);
    expect(head.method).toBe('GET');
  });

  it('takes the path and the authority from an absolute-form target', () => {
    const { head } = parse(`GET http://shop.example:81/x?y HTTP/1.1\r\n${host}\r\n`);
    expect(head.pathAndQuery).toBe('/x?y');
    expect(head.targetAuthority).toBe('shop.example:81');
    expect(parse(`GET http://shop.example?y HTTP/1.1\r\n${host}\r\n`).head.pathAndQuery).toBe('/?y');
  });

  it('reads the connection options and the names they list', () => {
    const { head } = parse(
      `GET / HTTP/1.1\r\n${host}Connection: Upgrade, X-Secret\r\nconnection: close\r\n\r\n`,
    );
    expect(head.connectionUpgrade).toBe(true);
    expect(head.connectionClose).toBe(true);
    expect(head.connectionNames).toEqual(['x-secret']);
    expect(head.wantsKeepAlive).toBe(false);
  });

  it('keeps a 1.0 connection open only when asked', () => {
    expect(parse('GET / HTTP/1.0\r\n\r\n').head.wantsKeepAlive).toBe(false);
    expect(parse('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n').head.wantsKeepAlive).toBe(true);
  });

  it('can be filled again without a trace of the request before', () => {
    const head = new RequestHead();
    const first = Buffer.from(
      `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nConnection: close, x\r\nExpect: 100-continue\r\n\r\n`,
    );
    const second = Buffer.from(`GET / HTTP/1.1\r\n${host}\r\n`);
    parseRequestHead(head, first, 0, first.length, 'defensive');
    parseRequestHead(head, second, 0, second.length, 'defensive');
    expect(head.contentLength).toBe(-1);
    expect(head.connectionClose).toBe(false);
    expect(head.connectionNames).toEqual([]);
    expect(head.expectContinue).toBe(false);
    expect(head.indexOf(fieldIds.contentLength)).toBe(-1);
  });

  it('keeps more fields than its first allocation holds', () => {
    const many = Array.from({ length: 200 }, (_, index) => `X-${index}: ${index}\r\n`).join('');
    const { head } = parse(`GET / HTTP/1.1\r\n${host}${many}\r\n`);
    expect(head.valuesNamed('x-199')).toEqual(['199']);
  });

  it('lets Transfer-Encoding win over Content-Length in defensive mode and doubts the connection', () => {
    const { head, outcome } = parse(
      `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    expect(outcome).toBe('complete');
    expect(head.chunked).toBe(true);
    expect(head.contentLength).toBe(-1);
    expect(head.framingDoubt).toBe(true);
  });

  it('writes a bare LF anew as CRLF, but in strictest mode', () => {
    const text = 'GET / HTTP/1.1\nHost: a\n\n';
    expect(parse(text, 'defensive')).toMatchObject({
      outcome: 'complete',
      head: { text: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', byteLength: text.length },
    });
    expect(parse(text, 'strictest').outcome).toBe('invalid');
  });

  it('is incomplete at every cut of a good head', () => {
    const text = `POST /x HTTP/1.1\r\n${host}Content-Length: 3\r\nX: y\r\n\r\n`;
    for (let length = 0; length < text.length; length++) {
      expect([length, parse(text.slice(0, length)).outcome]).toEqual([length, 'incomplete']);
    }
  });
});

describe('requests that are refused', () => {
  const refused: readonly [name: string, text: string, status: number, mode?: DesyncMode][] = [
    [
      'Content-Length and Transfer-Encoding in strictest mode',
      `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
      'strictest',
    ],
    [
      'differing Content-Lengths',
      `POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`,
      400,
    ],
    ['a list as Content-Length', `POST / HTTP/1.1\r\n${host}Content-Length: 5, 5\r\n\r\n`, 400],
    ['a signed Content-Length', `POST / HTTP/1.1\r\n${host}Content-Length: +5\r\n\r\n`, 400],
    ['a hexadecimal Content-Length', `POST / HTTP/1.1\r\n${host}Content-Length: 0x5\r\n\r\n`, 400],
    ['an empty Content-Length', `POST / HTTP/1.1\r\n${host}Content-Length:\r\n\r\n`, 400],
    [
      'a Content-Length beyond counting',
      `POST / HTTP/1.1\r\n${host}Content-Length: 99999999999999999999\r\n\r\n`,
      400,
    ],
    [
      'a Transfer-Encoding that does not end in chunked',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked, identity\r\n\r\n`,
      400,
    ],
    ['an unknown Transfer-Encoding', `POST / HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n`, 400],
    ['chunked twice', `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked, chunked\r\n\r\n`, 400],
    [
      'a Transfer-Encoding that ALB does not read',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n`,
      501,
    ],
    [
      'two Transfer-Encodings',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n`,
      400,
    ],
    [
      'Transfer-Encoding behind a vertical tab',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: \x0bchunked\r\n\r\n`,
      400,
    ],
    ['a folded first line', `GET / HTTP/1.1\r\n Host: a\r\n\r\n`, 400],
    ['a bare CR in a value', `GET / HTTP/1.1\r\n${host}X: a\rb\r\n\r\n`, 400],
    ['a NUL in a value', `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`, 400],
    ['no Host in HTTP/1.1', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', `GET / HTTP/1.1\r\n${host}Host: b\r\n\r\n`, 400],
    ['a Host with a space', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
    ['a Host with a path', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 400],
    ['no version', 'GET /\r\n\r\n', 400],
    ['a tab for a space', `GET\t/ HTTP/1.1\r\n${host}\r\n`, 400],
    ['a space before the method', ` GET / HTTP/1.1\r\n${host}\r\n`, 400],
    ['a lower-case version', `GET / http/1.1\r\n${host}\r\n`, 400],
    ['HTTP/2.0 on an HTTP/1 connection', `GET / HTTP/2.0\r\n${host}\r\n`, 505],
    ['the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    ['an authority-form target', `CONNECT a:443 HTTP/1.1\r\n${host}\r\n`, 400],
    ['a target that is a bare word', `GET foo HTTP/1.1\r\n${host}\r\n`, 400],
    ['an absolute target without a host', `GET http:///x HTTP/1.1\r\n${host}\r\n`, 400],
    ['a target over 16 K', `GET /${'a'.repeat(16_385)} HTTP/1.1\r\n${host}\r\n`, 414],
    ['a header line over 16 K', `GET / HTTP/1.1\r\n${host}X: ${'a'.repeat(16_384)}\r\n\r\n`, 400],
    ['headers over 64 K', `GET / HTTP/1.1\r\n${host}${`X: ${'a'.repeat(8000)}\r\n`.repeat(12)}\r\n`, 400],
    ['a request line without end', 'G'.repeat(17_000), 400],
    ['a header line without end', `GET / HTTP/1.1\r\nX: ${'a'.repeat(17_000)}`, 400],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00', 400],
  ];

  for (const [name, text, status, mode] of refused) {
    it(`answers ${status} to ${name}`, () => {
      const { head, outcome } = parse(text, mode);
      expect(outcome).toBe('invalid');
      expect(head.error?.status).toBe(status);
    });
  }
});

describe('parseRequestHead under random bytes', () => {
  /** mulberry32, so that a failure replays. */
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
    '\0',
    ' ',
    '\t',
    ':',
    ',',
    '\r\n',
    '\r\n\r\n',
    ';',
    '\x7f',
    '\xff',
    'chunked',
    '0',
  ];
  const good = `POST /a?b HTTP/1.1\r\n${host}Content-Length: 3\r\nX-A: b\r\nConnection: keep-alive\r\n\r\n`;

  it('never accepts control characters, never reads past its end, and says the same for every prefix', () => {
    const random = generator(20_261);
    const head = new RequestHead();
    for (let round = 0; round < 3000; round++) {
      let text = good;
      for (let edits = Math.ceil(random() * 3); edits > 0; edits--) {
        const at = Math.floor(random() * (text.length + 1));
        const removed = Math.floor(random() * 3);
        const inserted = random() < 0.7 ? (hostile[Math.floor(random() * hostile.length)] ?? '') : '';
        text = text.slice(0, at) + inserted + text.slice(at + removed);
      }
      const bytes = Buffer.from(text, 'latin1');
      const outcome = parseRequestHead(head, bytes, 0, bytes.length, 'defensive');
      if (outcome === 'complete') {
        expect(head.byteLength, text).toBeLessThanOrEqual(bytes.length);
        expect(/[^\r\n\t\x20-\x7e\x80-\xff]/.test(head.text), text).toBe(false);
        expect(/\r(?!\n)|(?<!\r)\n/.test(head.text), text).toBe(false);
        const length = head.byteLength;
        const cut = Math.floor(random() * length);
        expect(parseRequestHead(head, bytes, 0, cut, 'defensive'), text).toBe('incomplete');
      }
    }
  });
});
