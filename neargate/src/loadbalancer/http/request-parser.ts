import { byteAt, CR, isIn, LF, REQUEST_TARGET, SP, TOKEN } from './byte-classes.ts';
import type { DesyncMode, DesyncReason } from './desync.ts';
import { classOf, endsConnections, graver, isBlocked } from './desync.ts';
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
import { repairRequestHead } from './request-repair.ts';
import { trimWhiteSpace } from './white-space.ts';

/** ALB: request line at most 16 K, all headers at most 64 K. */
export const maxRequestLineBytes = 16_384;
const maxRequestHeadBytes = maxRequestLineBytes + 65_536;

const rules: FieldRules = { allowBareLf: false, maxHeadBytes: maxRequestHeadBytes };

/**
 * Parses one request head from `bytes[start, end)` into `head`, by RFC 9112 sections 2, 3, 5 and 6. The body's framing is
 * decided here once, for both sides. A head that is not compliant is read as far as the mode lets it pass, with
 * `head.desyncReason` saying why.
 */
export function parseRequestHead(
  head: RequestHead,
  bytes: Buffer,
  start: number,
  end: number,
  mode: DesyncMode,
): HeadOutcome {
  const outcome = readHead(head, bytes, start, end);
  if (outcome === 'complete') return checkRequest(head, mode);
  if (outcome === 'incomplete' || head.error?.status !== 400) return outcome;
  return readRepaired(head, bytes, start, end, mode);
}

function readRepaired(
  head: RequestHead,
  bytes: Buffer,
  start: number,
  end: number,
  mode: DesyncMode,
): HeadOutcome {
  const repair = repairRequestHead(bytes, start, end, maxRequestHeadBytes);
  switch (repair.kind) {
    case 'incomplete':
      return 'incomplete';
    case 'refused':
      head.desyncReason = repair.reason;
      return refuse(head, repair.status, repair.why);
    case 'repaired': {
      const outcome = readHead(head, repair.head, 0, repair.head.length);
      head.desyncReason = repair.reason;
      head.byteLength = repair.byteLength;
      if (outcome !== 'complete') return refuse(head, 400, 'the head is malformed');
      return checkRequest(head, mode);
    }
  }
}

/** The strict reading: request line and fields by the rules, or not at all. */
function readHead(head: RequestHead, bytes: Buffer, start: number, end: number): HeadOutcome {
  head.clear();
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
    // A later version of HTTP/1 is read as HTTP/1.1.
    return /^HTTP\/[02-9]\.[0-9]$/.test(version)
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
  return 'complete';
}

function incompleteRequestLine(head: RequestHead, base: number, end: number): HeadOutcome {
  return end - base > maxRequestLineBytes ? refuse(head, 400, 'the request line is too long') : 'incomplete';
}

const absoluteForm = /^https?:\/\/([^/?#]*)([^#]*)/i;

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
  const hosts = countFields(head, fieldIds.host);
  if (hosts > 1) return refuse(head, 400, 'more than one Host');
  if (hosts === 0 && head.minorVersion === 1) return refuse(head, 400, 'no Host');
  const host = head.valueOf(fieldIds.host);
  if (host !== undefined && /[\s,/?#@]/.test(host)) return refuse(head, 400, 'Host is not a host');

  readConnectionOptions(head);
  head.expectContinue = head.valueOf(fieldIds.expect)?.toLowerCase() === '100-continue';
  const outcome = readFraming(head);
  if (outcome !== 'complete') return outcome;
  if (head.hasFramingLookalike) note(head, 'SuspiciousHeader');
  const reason = head.desyncReason;
  if (reason === undefined) return 'complete';
  if (isBlocked(reason, mode)) return refuse(head, 400, `the request is ${classOf(reason)}: ${reason}`);
  head.framingDoubt = endsConnections(reason);
  return 'complete';
}

function note(head: RequestHead, reason: DesyncReason): void {
  head.desyncReason = graver(head.desyncReason, reason);
}

/** What GET and HEAD do with a body is not defined (RFC 9110 section 9.3.1). */
function mayHaveBody({ method }: RequestHead): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** Decides how the body ends. Severe reasons are refused by the caller, and leave the framing undecided. */
function readFraming(head: RequestHead): HeadOutcome {
  if (head.indexOf(fieldIds.contentLength) !== -1) readContentLength(head);
  if (head.indexOf(fieldIds.transferEncoding) === -1) return 'complete';

  const codings = head
    .valuesNamed('transfer-encoding')
    .join(',')
    .split(',')
    .map((coding) => trimWhiteSpace(coding).toLowerCase());
  if (codings.filter((coding) => coding === 'chunked').length > 1)
    note(head, 'MultipleTransferEncodingChunked');
  else if (
    !codings.every((coding) => knownCodings.has(coding)) ||
    (codings.indexOf('chunked') < codings.length - 1 && codings.includes('chunked'))
  ) {
    note(head, 'BadTransferEncoding');
  } else if (codings.some((coding) => coding !== 'chunked' && coding !== 'identity') || codings.length > 1) {
    return refuse(head, 501, 'a Transfer-Encoding other than chunked or identity');
  }
  if (head.minorVersion === 0 || !mayHaveBody(head)) note(head, 'UndefinedTransferEncodingSemantics');
  if (head.contentLength !== -1) note(head, 'BothTeClPresent');
  head.chunked = codings.includes('chunked');
  // RFC 9112 section 6.3 rule 3: Transfer-Encoding wins, and the connection ends after the response.
  if (head.chunked) head.contentLength = -1;
  return 'complete';
}

/** Transfer codings that HTTP has; `identity` is none any more. ALB reads chunked and identity and answers 501 to the others. */
const knownCodings = new Set(['chunked', 'identity', 'gzip', 'x-gzip', 'deflate', 'compress', 'x-compress']);

function readContentLength(head: RequestHead): void {
  const lengths = countFields(head, fieldIds.contentLength);
  const values = lengths === 1 ? undefined : head.valuesNamed('content-length');
  const length = parseContentLength(head.valueOf(fieldIds.contentLength) ?? '');
  if (length === -1 || values?.some((value) => parseContentLength(value) === -1) === true) {
    note(head, 'BadContentLength');
    return;
  }
  head.contentLength = length;
  if (values !== undefined) {
    const isSame = values.every((value) => parseContentLength(value) === length);
    note(head, isSame ? 'DuplicateContentLength' : 'MultipleContentLength');
  }
  if (mayHaveBody(head)) return;
  note(head, length === 0 ? 'GetHeadZeroContentLength' : 'UndefinedContentLengthSemantics');
}
