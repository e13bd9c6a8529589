import { describe, expect, it } from 'vitest';
import type { ForwardingFacts } from './head-writer.ts';
import { writeInterimHead, writeRequestHead, writeResponseHead } from './head-writer.ts';
import { RequestHead, ResponseHead } from './message-head.ts';
import { parseRequestHead } from './request-parser.ts';
import { parseResponseHead } from './response-parser.ts';

const facts: ForwardingFacts = {
  clientAddress: '192.0.2.7',
  clientPort: 4321,
  scheme: 'http',
  listenerPort: 80,
  xffMode: 'append',
  xffClientPort: false,
  preserveHost: false,
  dropInvalidHeaders: false,
  connectionFields: '',
  ownNames: undefined,
};
const added = 'X-Forwarded-Proto: http\r\nX-Forwarded-Port: 80\r\nX-Amzn-Trace-Id: Root=1-2-3\r\n';

function forwarded(text: string, overrides: Partial<ForwardingFacts> = {}, upgrade = false): string {
  const head = new RequestHead();
  const bytes = Buffer.from(text, 'latin1');
  expect(parseRequestHead(head, bytes, 0, bytes.length, 'defensive')).toBe('complete');
  return writeRequestHead(head, { ...facts, ...overrides }, 'Root=1-2-3', '10.0.0.5:3001', upgrade);
}

function answered(text: string, keepAlive = true, dropFraming = false): string {
  const head = new ResponseHead();
  const bytes = Buffer.from(text, 'latin1');
  expect(parseResponseHead(head, bytes, 0, bytes.length)).toBe('complete');
  return writeResponseHead(head, keepAlive, dropFraming);
}

describe('writeRequestHead', () => {
  it("keeps the client's fields in order and case and adds ALB's", () => {
    expect(forwarded('GET /a?b HTTP/1.1\r\nhOst: a\r\nX-One: 1\r\nAccept: */*\r\n\r\n')).toBe(
      `GET /a?b HTTP/1.1\r\nhOst: a\r\nX-One: 1\r\nAccept: */*\r\nX-Forwarded-For: 192.0.2.7\r\n${added}\r\n`,
    );
  });

  it('removes hop-by-hop fields and those Connection names, but never framing or Host', () => {
    expect(
      forwarded(
        'POST / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, X-Gone, Content-Length, Host\r\nKeep-Alive: 5\r\nX-Gone: 1\r\n' +
          'Proxy-Connection: x\r\nProxy-Authorization: x\r\nTE: trailers\r\nTrailer: x\r\nUpgrade: h2c\r\nX-Kept: 1\r\nContent-Length: 0\r\n\r\n',
      ),
    ).toBe(
      `POST / HTTP/1.1\r\nHost: a\r\nX-Kept: 1\r\nContent-Length: 0\r\nX-Forwarded-For: 192.0.2.7\r\n${added}\r\n`,
    );
  });

  it('drops Content-Length when Transfer-Encoding has won', () => {
    expect(
      forwarded('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'),
    ).not.toContain('Content-Length');
  });

  it('appends to, preserves or removes X-Forwarded-For, and overwrites proto and port', () => {
    const text =
      'GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 1\r\nX-Forwarded-For: 203.0.113.2\r\n\r\n';
    expect(forwarded(text)).toBe(
      `GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1, 203.0.113.2, 192.0.2.7\r\n${added}\r\n`,
    );
    expect(forwarded(text, { xffMode: 'preserve' })).toBe(
      `GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1\r\nX-Forwarded-For: 203.0.113.2\r\n${added}\r\n`,
    );
    expect(forwarded(text, { xffMode: 'remove' })).toBe(`GET / HTTP/1.1\r\nHost: a\r\n${added}\r\n`);
    expect(forwarded(text, { xffClientPort: true })).toContain('203.0.113.2, 192.0.2.7:4321\r\n');
  });

  for (const [host, listenerPort, preserveHost, expected] of [
    ['example.com:80', 80, false, 'Host: example.com'],
    ['localhost:8080', 80, false, 'Host: localhost'],
    ['[::1]:8080', 443, false, 'Host: [::1]'],
    ['[::1]', 80, false, 'Host: [::1]'],
    ['example.com', 8080, false, 'Host: example.com:8080'],
    ['example.com:9', 8080, false, 'Host: example.com:9'],
    ['example.com:80', 80, true, 'Host: example.com:80'],
    ['example.com', 8080, true, 'Host: example.com'],
  ] as const) {
    it(`sends ${expected} for ${host} on port ${listenerPort}${preserveHost ? ' when preserved' : ''}`, () => {
      expect(forwarded(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`, { listenerPort, preserveHost })).toContain(
        `\r\n${expected}\r\n`,
      );
    });
  }

  it("sends the target's host for a request in absolute form or without a Host", () => {
    expect(forwarded('GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n')).toMatch(
      /^GET \/x HTTP\/1.1\r\nHost: 10\.0\.0\.5:3001\r\nX-F/,
    );
    expect(forwarded('GET /x HTTP/1.0\r\n\r\n')).toMatch(
      /^GET \/x HTTP\/1.1\r\nHost: 10\.0\.0\.5:3001\r\nX-F/,
    );
  });

  it('drops field names outside letters, digits and hyphens only when told', () => {
    const text = 'GET / HTTP/1.1\r\nHost: a\r\nX_Under: 1\r\nX-Fine: 1\r\n\r\n';
    expect(forwarded(text)).toContain('X_Under');
    expect(forwarded(text, { dropInvalidHeaders: true })).not.toContain('X_Under');
    expect(forwarded(text, { dropInvalidHeaders: true })).toContain('X-Fine');
  });

  it('passes Upgrade on when the connection is to be upgraded', () => {
    expect(
      forwarded('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', {}, true),
    ).toMatch(/Connection: upgrade\r\nUpgrade: websocket\r\n\r\n$/);
  });
});

describe('writeResponseHead', () => {
  it("keeps the target's fields, Server included, and speaks for its own connection", () => {
    expect(
      answered(
        'HTTP/1.1 200 Fine\r\nServer: app\r\nConnection: close\r\nKeep-Alive: 5\r\nContent-Length: 2\r\n\r\n',
      ),
    ).toBe('HTTP/1.1 200 Fine\r\nServer: app\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n');
  });

  it('writes close, an upgraded version and an empty reason as they are', () => {
    expect(answered('HTTP/1.0 204 \r\n\r\n', false)).toBe('HTTP/1.1 204 \r\nConnection: close\r\n\r\n');
  });

  it('leaves out the chunked framing for a client that cannot read it', () => {
    expect(answered('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n', false, true)).toBe(
      'HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n\r\n',
    );
  });

  it('writes CRLF even where the target sent a bare LF', () => {
    expect(answered('HTTP/1.1 200 OK\nA: b\nC: d\n\n')).toBe(
      'HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\nConnection: keep-alive\r\n\r\n',
    );
  });
});

describe('writeInterimHead', () => {
  it('passes the switch of protocols on', () => {
    const head = new ResponseHead();
    const bytes = Buffer.from(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    );
    parseResponseHead(head, bytes, 0, bytes.length);
    expect(writeInterimHead(head)).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
  });
});

describe('parseResponseHead', () => {
  for (const [name, text] of [
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['differing Content-Lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a Content-Length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'],
    ['a Transfer-Encoding other than chunked', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'],
    ['headers over 32 K', `HTTP/1.1 200 OK\r\n${`X: ${'a'.repeat(8000)}\r\n`.repeat(5)}\r\n`],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nX : a\r\n\r\n'],
  ] as const) {
    it(`refuses ${name}`, () => {
      const head = new ResponseHead();
      const bytes = Buffer.from(text, 'latin1');
      expect(parseResponseHead(head, bytes, 0, bytes.length)).toBe('invalid');
    });
  }

  it('lets Transfer-Encoding win over Content-Length and doubts the connection', () => {
    const head = new ResponseHead();
    const bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n');
    expect(parseResponseHead(head, bytes, 0, bytes.length)).toBe('complete');
    expect([head.chunked, head.contentLength, head.framingDoubt]).toEqual([true, -1, true]);
  });
});
