import { byteAt, FIELD_VALUE, isIn } from './byte-classes.ts';
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
import type { ResponseHead } from './message-head.ts';

/** ALB refuses response headers over 32 K with 502. A bare LF from a target is tolerated: the head is written anew. */
const responseRules: FieldRules = { allowBareLf: true, maxHeadBytes: 32_768 };

const version11 = 'HTTP/1.1';
const version10 = 'HTTP/1.0';

/** Parses one response head from `bytes[start, end)` into `head` (RFC 9112 sections 4 to 6). An invalid one means 502. */
export function parseResponseHead(
  head: ResponseHead,
  bytes: Buffer,
  start: number,
  end: number,
): HeadOutcome {
  head.clear();
  if (end - start < 13)
    return end - start > 0 && byteAt(bytes, start) !== 0x48 ? notHttp(head) : 'incomplete';
  const version = bytes.toString('latin1', start, start + 8);
  if (version !== version11 && version !== version10) return notHttp(head);
  head.minorVersion = version === version11 ? 1 : 0;
  const hundreds = byteAt(bytes, start + 9) - 0x30;
  const tens = byteAt(bytes, start + 10) - 0x30;
  const ones = byteAt(bytes, start + 11) - 0x30;
  if (
    byteAt(bytes, start + 8) !== 0x20 ||
    !isDigit(hundreds) ||
    !isDigit(tens) ||
    !isDigit(ones) ||
    hundreds === 0
  ) {
    return notHttp(head);
  }
  head.status = hundreds * 100 + tens * 10 + ones;
  let at = start + 12;
  if (isDigit(byteAt(bytes, at) - 0x30)) return notHttp(head);
  while (at < end && isIn(byteAt(bytes, at), FIELD_VALUE)) at++;
  if (at - start > responseRules.maxHeadBytes) return refuse(head, 400, 'the status line is too long');
  if (at >= end) return 'incomplete';
  const statusLineEnd = at;
  const fieldsStart = lineBreakEnd(bytes, at, end, true);
  if (fieldsStart === -1) return 'incomplete';
  if (fieldsStart === -2) return refuse(head, 400, 'a control character in the status line');

  const headEnd = parseFields(head, bytes, fieldsStart, end, start, responseRules);
  if (headEnd === -1) return 'incomplete';
  if (headEnd === -2) return 'invalid';
  head.text = bytes.toString('latin1', start, headEnd);
  head.byteLength = headEnd - start;
  head.statusText = head.text.slice(8, statusLineEnd - start);
  readConnectionOptions(head);
  return checkResponseFraming(head);
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}

function notHttp(head: ResponseHead): HeadOutcome {
  return refuse(head, 400, 'the target does not speak HTTP/1');
}

function checkResponseFraming(head: ResponseHead): HeadOutcome {
  const lengths = countFields(head, fieldIds.contentLength);
  if (lengths > 1) return refuse(head, 400, 'more than one Content-Length');
  if (lengths === 1) {
    head.contentLength = parseContentLength(head.valueOf(fieldIds.contentLength) ?? '');
    if (head.contentLength === -1) return refuse(head, 400, 'Content-Length is not a number');
  }
  const codings = countFields(head, fieldIds.transferEncoding);
  if (codings === 0) return 'complete';
  if (codings > 1 || head.valueOf(fieldIds.transferEncoding)?.toLowerCase() !== 'chunked') {
    return refuse(head, 501, 'a Transfer-Encoding other than chunked');
  }
  head.chunked = true;
  if (lengths === 1) {
    head.contentLength = -1;
    head.framingDoubt = true;
  }
  return 'complete';
}
