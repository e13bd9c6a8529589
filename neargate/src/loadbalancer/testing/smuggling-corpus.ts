import type { DesyncReason } from '../http/desync.ts';

/**
 * Requests that two HTTP implementations could read differently (RFC 9112 section 11.2), and what shall become of them. Every form
 * names `/smuggled` where a lax reader would find a second request: no target must ever see it.
 */
export interface SmugglingForm {
  readonly name: string;
  /** latin1 text as it is sent. */
  readonly bytes: string;
  /** Undefined where the head is refused for another reason than its class, or is compliant and its body is not. */
  readonly reason: DesyncReason | undefined;
  /** The answer in monitor and defensive mode, and in strictest. */
  readonly status: 200 | 400 | 501 | 505;
  readonly strictestStatus: 200 | 400 | 501 | 505;
  /** Whether the connection serves another request after an answer of 200. */
  readonly keepsAlive?: boolean;
  /** The body that a target gets where it gets one. */
  readonly body?: string;
}

const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
const host = 'Host: a\r\n';

function post(fields: string, body: string): string {
  return `POST / HTTP/1.1\r\n${host}${fields}\r\n${body}`;
}

function get(fields: string): string {
  return `GET / HTTP/1.1\r\n${host}${fields}\r\n`;
}

const severe = { status: 400, strictestStatus: 400 } as const;
const ambiguous = { status: 200, strictestStatus: 400 } as const;
const acceptable = { status: 200, strictestStatus: 400, keepsAlive: true } as const;
const chunkedFive = '5\r\nhello\r\n0\r\n\r\n';

export const smugglingCorpus: readonly SmugglingForm[] = [
  // Both ways to frame a body.
  {
    name: 'CL.TE',
    bytes: post(
      `Content-Length: ${5 + smuggled.length}\r\nTransfer-Encoding: chunked\r\n`,
      `0\r\n\r\n${smuggled}`,
    ),
    reason: 'BothTeClPresent',
    ...ambiguous,
    body: '',
  },
  {
    name: 'TE.CL',
    bytes: post(
      'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n',
      `5c\r\n${smuggled.padEnd(0x5c, 'x')}\r\n0\r\n\r\n`,
    ),
    reason: 'BothTeClPresent',
    ...ambiguous,
    body: smuggled.padEnd(0x5c, 'x'),
  },
  {
    name: 'TE identity and CL',
    bytes: post('Transfer-Encoding: identity\r\nContent-Length: 5\r\n', 'hello'),
    reason: 'BothTeClPresent',
    ...ambiguous,
    body: 'hello',
  },
  // TE.TE: a coding that only one of two readers knows.
  ...(
    [
      ['xchunked', 'BadTransferEncoding'],
      ['chunked, identity', 'BadTransferEncoding'],
      ['chunked, chunked', 'MultipleTransferEncodingChunked'],
      ['"chunked"', 'BadTransferEncoding'],
      ['chunked;q=1', 'BadTransferEncoding'],
      ['\x0bchunked', 'BadTransferEncoding'],
      ['chunked\x01', 'BadTransferEncoding'],
      ['', 'BadTransferEncoding'],
      ['chunked\xa0', 'BadTransferEncoding'],
    ] as const
  ).map(([coding, reason]) => ({
    name: `TE.TE ${JSON.stringify(coding)}`,
    bytes: post(`Transfer-Encoding: ${coding}\r\n`, chunkedFive + smuggled),
    reason,
    ...severe,
  })),
  {
    name: 'TE.TE on two lines',
    bytes: post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n', chunkedFive + smuggled),
    reason: 'BadTransferEncoding',
    ...severe,
  },
  {
    name: 'TE twice',
    bytes: post('Transfer-Encoding: chunked\r\nTransfer-encoding: chunked\r\n', chunkedFive + smuggled),
    reason: 'MultipleTransferEncodingChunked',
    ...severe,
  },
  {
    name: 'TE that ALB does not read',
    bytes: post('Transfer-Encoding: gzip, chunked\r\n', chunkedFive + smuggled),
    reason: undefined,
    status: 501,
    strictestStatus: 501,
  },
  {
    name: 'TE in HTTP/1.0',
    bytes: `POST / HTTP/1.0\r\n${host}Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n${chunkedFive}${smuggled}`,
    reason: 'UndefinedTransferEncodingSemantics',
    ...ambiguous,
    body: 'hello',
  },
  {
    name: 'TE in a GET',
    bytes: get('Transfer-Encoding: chunked\r\n') + chunkedFive + smuggled,
    reason: 'UndefinedTransferEncodingSemantics',
    ...ambiguous,
    body: 'hello',
  },
  // Content-Length.
  {
    name: 'CL in a GET',
    bytes: `${get('Content-Length: 5\r\n')}hello${smuggled}`,
    reason: 'UndefinedContentLengthSemantics',
    ...ambiguous,
    body: 'hello',
  },
  {
    name: 'CL 0 in a GET',
    bytes: get('Content-Length: 0\r\n'),
    reason: 'GetHeadZeroContentLength',
    ...acceptable,
  },
  {
    name: 'CL twice alike',
    bytes: post('Content-Length: 5\r\nContent-Length: 5\r\n', `hello${smuggled}`),
    reason: 'DuplicateContentLength',
    ...ambiguous,
    body: 'hello',
  },
  {
    name: 'CL.CL',
    bytes: post(`Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n`, smuggled),
    reason: 'MultipleContentLength',
    ...severe,
  },
  ...['5, 5', '+5', '-5', '0x5', '5 5', '5.0', '5\x01', '', '٥', '99999999999999999999', '1e1', '5;'].map(
    (length) => ({
      name: `CL ${JSON.stringify(length)}`,
      bytes: post(`Content-Length: ${Buffer.from(length).toString('latin1')}\r\n`, `hello${smuggled}`),
      reason: 'BadContentLength' as const,
      ...severe,
    }),
  ),
  // Names that only one of two readers takes for a framing field.
  ...(
    [
      'Transfer-Encoding ',
      'Transfer-Encoding\t',
      'Transfer_Encoding',
      'Transfer.Encoding',
      'Transfer Encoding',
      '\x01Transfer-Encoding',
      'Tran\xc5\xbffer-Encoding',
    ] as const
  ).map((name) => ({
    name: `TE as ${JSON.stringify(name)}`,
    bytes: post(`${name}: chunked\r\nContent-Length: 5\r\n`, `0\r\n\r\n${smuggled}`),
    reason: 'SuspiciousHeader' as const,
    ...ambiguous,
    body: '0\r\n\r\n',
  })),
  {
    name: 'CL with a space before the colon',
    bytes: post(`Content-Length : ${smuggled.length}\r\n`, ''),
    reason: 'SuspiciousHeader',
    ...ambiguous,
    body: '',
  },
  {
    name: 'CL with an underscore',
    bytes: post('Content_Length: 30\r\n', ''),
    reason: 'SuspiciousHeader',
    ...ambiguous,
    body: '',
  },
  // Lines.
  {
    name: 'folded TE',
    bytes: post('Transfer-Encoding:\r\n chunked\r\n', chunkedFive + smuggled),
    reason: 'MultilineHeader',
    ...ambiguous,
    body: 'hello',
  },
  {
    name: 'TE folded under another field',
    bytes: post('X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', `0\r\n\r\n${smuggled}`),
    reason: 'MultilineHeader',
    ...ambiguous,
    body: '0\r\n\r\n',
  },
  {
    name: 'folded first field',
    bytes: `GET / HTTP/1.1\r\n X: y\r\n${host}\r\n`,
    reason: 'MultilineHeader',
    ...ambiguous,
  },
  { name: 'line of spaces', bytes: get(' \r\n'), reason: 'EmptyHeader', ...ambiguous },
  { name: 'empty name', bytes: get(': chunked\r\n'), reason: 'EmptyHeader', ...ambiguous },
  { name: 'no colon', bytes: get('nonsense\r\n'), reason: 'MissingHeaderColon', ...ambiguous },
  {
    name: 'bare LF after the request line',
    bytes: `GET / HTTP/1.1\n${host}\r\n`,
    reason: 'NonCrLfLineTermination',
    ...acceptable,
  },
  {
    name: 'bare LF before TE',
    bytes: post('X: y\nTransfer-Encoding: chunked\r\n', chunkedFive),
    reason: 'NonCrLfLineTermination',
    ...acceptable,
    body: 'hello',
  },
  {
    name: 'bare LF at the end',
    bytes: `GET / HTTP/1.1\r\n${host}\n`,
    reason: 'NonCrLfLineTermination',
    ...acceptable,
  },
  {
    name: 'bare CR before TE',
    bytes: post('X: y\rTransfer-Encoding: chunked\r\n', chunkedFive + smuggled),
    reason: 'BadHeader',
    ...severe,
  },
  { name: 'CR CR LF', bytes: get('X: y\r\r\n'), reason: 'BadHeader', ...severe },
  { name: 'NUL in a value', bytes: get('X: a\0b\r\n'), reason: 'BadHeader', ...severe },
  { name: 'NUL in a name', bytes: get('X\0: a\r\n'), reason: 'BadHeader', ...severe },
  {
    name: 'control character in a value',
    bytes: get('X: a\x01b\r\n'),
    reason: 'NonCompliantHeader',
    ...acceptable,
  },
  {
    name: 'control character in a name',
    bytes: get('X\x01: a\r\n'),
    reason: 'NonCompliantHeader',
    ...acceptable,
  },
  { name: 'space before the colon', bytes: get('X : a\r\n'), reason: 'NonCompliantHeader', ...acceptable },
  // The request line.
  {
    name: 'space in the target',
    bytes: `GET /a b HTTP/1.1\r\n${host}\r\n`,
    reason: 'SpaceInUri',
    ...acceptable,
  },
  {
    name: 'request in the target',
    bytes: `GET / HTTP/1.1 /smuggled HTTP/1.1\r\n${host}\r\n`,
    reason: 'SpaceInUri',
    ...acceptable,
  },
  {
    name: 'tab in the target',
    bytes: `GET /a\tb HTTP/1.1\r\n${host}\r\n`,
    reason: 'AmbiguousUri',
    ...ambiguous,
  },
  { name: 'NUL in the target', bytes: `GET /a\0 HTTP/1.1\r\n${host}\r\n`, reason: 'BadUri', ...severe },
  { name: 'CR in the target', bytes: `GET /a\rb HTTP/1.1\r\n${host}\r\n`, reason: 'BadUri', ...severe },
  { name: 'no target', bytes: `GET HTTP/1.1\r\n${host}\r\n`, reason: 'MissingUri', ...severe },
  { name: 'no version', bytes: 'GET /\r\n\r\n', reason: 'BadVersion', ...severe },
  { name: 'tab after the method', bytes: `GET\t/ HTTP/1.1\r\n${host}\r\n`, reason: 'BadMethod', ...severe },
  {
    name: 'space before the method',
    bytes: ` GET / HTTP/1.1\r\n${host}\r\n`,
    reason: 'BadMethod',
    ...severe,
  },
  {
    name: 'space after the version',
    bytes: `GET / HTTP/1.1 \r\n${host}\r\n`,
    reason: 'NonCompliantVersion',
    ...acceptable,
  },
  { name: 'HTTP/1.2', bytes: `GET / HTTP/1.2\r\n${host}\r\n`, reason: 'NonCompliantVersion', ...acceptable },
  { name: 'lower-case version', bytes: `GET / http/1.1\r\n${host}\r\n`, reason: 'BadVersion', ...severe },
  {
    name: 'HTTP/2.0',
    bytes: `GET / HTTP/2.0\r\n${host}\r\n`,
    reason: undefined,
    status: 505,
    strictestStatus: 505,
  },
  // Where a request goes.
  { name: 'two Hosts', bytes: get('Host: b\r\n'), reason: undefined, ...severe },
  { name: 'no Host', bytes: 'GET / HTTP/1.1\r\n\r\n', reason: undefined, ...severe },
  { name: 'Host of two', bytes: 'GET / HTTP/1.1\r\nHost: a, b\r\n\r\n', reason: undefined, ...severe },
  {
    name: 'absolute target of another host',
    bytes: `GET http://b/ HTTP/1.1\r\n${host}\r\n`,
    reason: undefined,
    status: 200,
    strictestStatus: 200,
    keepsAlive: true,
  },
  // Chunks.
  ...['5;x=y', '5 ;x="y"', '05', '5\t'].map((size) => ({
    name: `chunk size ${JSON.stringify(size)}`,
    bytes: post('Transfer-Encoding: chunked\r\n', `${size}\r\nhello\r\n0\r\n\r\n`),
    reason: undefined,
    status: 200 as const,
    strictestStatus: 200 as const,
    keepsAlive: true,
    body: 'hello',
  })),
  ...['0x5', '+5', '-5', ' 5', 'g', '', '5\rx', '5\n', '10000000000000000', '5;a\x00'].map((size) => ({
    name: `chunk size ${JSON.stringify(size)}`,
    bytes: post('Transfer-Encoding: chunked\r\n', `${size}\r\nhello\r\n0\r\n\r\n${smuggled}`),
    reason: undefined,
    ...severe,
  })),
  {
    name: 'chunk longer than its size',
    bytes: post('Transfer-Encoding: chunked\r\n', `3\r\nhello\r\n0\r\n\r\n${smuggled}`),
    reason: undefined,
    ...severe,
  },
  {
    name: 'chunk ended by LF',
    bytes: post('Transfer-Encoding: chunked\r\n', `5\r\nhello\n0\r\n\r\n${smuggled}`),
    reason: undefined,
    ...severe,
  },
  {
    name: 'framing in the trailers',
    bytes: post(
      'Transfer-Encoding: chunked\r\n',
      `5\r\nhello\r\n0\r\nContent-Length: ${smuggled.length}\r\n\r\n`,
    ),
    reason: undefined,
    status: 200,
    strictestStatus: 200,
    keepsAlive: true,
    body: 'hello',
  },
  {
    name: 'bare CR in the trailers',
    bytes: post('Transfer-Encoding: chunked\r\n', `0\r\nX: a\rb\r\n\r\n${smuggled}`),
    reason: undefined,
    ...severe,
  },
  // Connection must not take away what frames or routes.
  {
    name: 'Connection names Content-Length',
    bytes: post('Connection: Content-Length, Host\r\nContent-Length: 5\r\n', 'hello'),
    reason: undefined,
    status: 200,
    strictestStatus: 200,
    keepsAlive: true,
    body: 'hello',
  },
];
