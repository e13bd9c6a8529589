import { byteAt, CR, isIn, LF, REQUEST_TARGET, SP, TOKEN } from './byte-classes.ts';
import type { FieldRules, HeadOutcome } from './field-parser.ts';
import {
  countFields,
  lineBreakEnd,
  parseContentLength,
  parseFields,
  readConnectionOptions,
  refuse,
} from './field-parser.ts';
import { fieldIds } from './field-names.ts';
import type { RequestHead } from './message-head.ts';

/** ALB desync mitigation modes: how requests that two HTTP implementations could read differently are treated. */
export type DesyncMode = 'monitor' | 'defensive' | 'strictest';

/** ALB: request line at most 16 K, all headers at most 64 K. */
export const maxRequestLineBytes = 16_384;
const maxRequestHeadBytes = maxRequestLineBytes + 65_536;

const lenient: FieldRules = { allowBareLf: true, maxHeadBytes: maxRequestHeadBytes };
const strict: FieldRules = { allowBareLf: false, maxHeadBytes: maxRequestHeadBytes };

/**
 * Parses one request head from `bytes[start, end)` into `head`, by RFC 9112 sections 2, 3, 5 and 6. The body's framing is
 * decided here once, for both sides.
 */
export function parseRequestHead(
  head: RequestHead,
  bytes: Buffer,
  start: number,
  end: number,
  mode: DesyncMode,
): HeadOutcome {
  head.clear();
  const rules = mode === 'monitor' ? lenient : strict;
  let base = start;
  // RFC 9112 section 2.2: a server should ignore at least one empty line before the request line.
  if (end - base >= 2 && byteAt(bytes, base) === CR && byteAt(bytes, base + 1) === LF) base += 2;

  let at = base;
  while (at < end && isIn(byteAt(bytes, at), TOKEN)) at++;
  if (at >= end) return incompleteRequestLine(head, base, end);
  if (byteAt(bytes, at) !== SP || at === base) {
    if (at === base && byteAt(bytes, at) === CR && at + 1 >= end) return 'incomplete';
    return refuse(head, 400, 'the request line does not begin with a method');
  }
  const methodEnd = at;
  const targetStart = ++at;
  while (at < end && isIn(byteAt(bytes, at), REQUEST_TARGET)) at++;
  if (at - targetStart > maxRequestLineBytes) return refuse(head, 414, 'the request target is too long');
  if (at >= end) return 'incomplete';
  const targetEnd = at;
  if (byteAt(bytes, at) !== SP || targetEnd === targetStart) {
    return refuse(head, 400, 'the request line has no HTTP version');
  }
  const versionStart = ++at;
  if (end - versionStart < 8) return 'incomplete';
  const version = bytes.toString('latin1', versionStart, versionStart + 8);
  if (version !== 'HTTP/1.1' && version !== 'HTTP/1.0') {
    return /^HTTP\/[0-9]\.[0-9]$/.test(version)
      ? refuse(head, 505, `the version ${version} is not served`)
      : refuse(head, 400, 'the request line has no HTTP version');
  }
  head.minorVersion = version === 'HTTP/1.1' ? 1 : 0;
  at = versionStart + 8;
  if (at >= end) return 'incomplete';
  const fieldsStart = lineBreakEnd(bytes, at, end, rules.allowBareLf);
  if (fieldsStart === -1) return 'incomplete';
  if (fieldsStart === -2) return refuse(head, 400, 'the request line does not end with CRLF');
  if (fieldsStart - base > maxRequestLineBytes) return refuse(head, 414, 'the request line is too long');

  const headEnd = parseFields(head, bytes, fieldsStart, end, base, rules);
  if (headEnd === -1) return 'incomplete';
  if (headEnd === -2) return 'invalid';
  head.text = bytes.toString('latin1', base, headEnd);
  head.byteLength = headEnd - start;
  head.fieldsStart = fieldsStart - base;
  head.method = head.text.slice(0, methodEnd - base);
  head.target = head.text.slice(targetStart - base, targetEnd - base);
  return checkRequest(head, mode);
}

function incompleteRequestLine(head: RequestHead, base: number, end: number): HeadOutcome {
  return end - base > maxRequestLineBytes ? refuse(head, 400, 'the request line is too long') : 'incomplete';
}

const absoluteForm = /^https?:\/\/([^/?#]*)([^#]*)/i;
const nonAscii = /[^\x21-\x7e]/;

function checkRequest(head: RequestHead, mode: DesyncMode): HeadOutcome {
  if (head.target.charCodeAt(0) === 0x2f) {
    head.pathAndQuery = head.target;
  } else if (head.target === '*' && head.method === 'OPTIONS') {
    head.pathAndQuery = '*';
  } else {
    const parts = absoluteForm.exec(head.target);
    if (parts === null || parts[1] === undefined || parts[1] === '') {
      return refuse(head, 400, 'the request target is neither a path nor an http URL');
    }
    head.targetAuthority = parts[1];
    const rest = parts[2] ?? '';
    head.pathAndQuery = rest.startsWith('/') ? rest : `/${rest}`;
  }
  if (mode === 'strictest' && nonAscii.test(head.target)) {
    return refuse(head, 400, 'the request target holds characters outside ASCII');
  }

  const hosts = countFields(head, fieldIds.host);
  if (hosts > 1) return refuse(head, 400, 'more than one Host');
  if (hosts === 0 && head.minorVersion === 1) return refuse(head, 400, 'no Host');
  const host = head.valueOf(fieldIds.host);
  if (host !== undefined && /[\s,/?#@]/.test(host)) return refuse(head, 400, 'Host is not a host');

  readConnectionOptions(head);
  head.expectContinue = head.valueOf(fieldIds.expect)?.toLowerCase() === '100-continue';
  return checkRequestFraming(head, mode);
}

function checkRequestFraming(head: RequestHead, mode: DesyncMode): HeadOutcome {
  const lengths = countFields(head, fieldIds.contentLength);
  if (lengths > 1) return refuse(head, 400, 'more than one Content-Length');
  const codings = countFields(head, fieldIds.transferEncoding);
  if (lengths === 1) {
    head.contentLength = parseContentLength(head.valueOf(fieldIds.contentLength) ?? '');
    if (head.contentLength === -1) return refuse(head, 400, 'Content-Length is not a number');
  }
  if (codings === 0) return 'complete';

  if (codings > 1) return refuse(head, 400, 'more than one Transfer-Encoding');
  if (head.minorVersion === 0) return refuse(head, 400, 'Transfer-Encoding in HTTP/1.0');
  if (head.valueOf(fieldIds.transferEncoding)?.toLowerCase() !== 'chunked') {
    return refuse(head, 501, 'a Transfer-Encoding other than chunked');
  }
  head.chunked = true;
  if (lengths === 1) {
    if (mode === 'strictest') return refuse(head, 400, 'both Content-Length and Transfer-Encoding');
    // RFC 9112 section 6.3 rule 3: Transfer-Encoding wins, and the connection ends after the response.
    head.contentLength = -1;
    head.framingDoubt = true;
  }
  return 'complete';
}
