import {
  AWS_FIELD_NAME,
  byteAt,
  classesOf,
  COLON,
  CR,
  FIELD_VALUE,
  HTAB,
  isIn,
  LF,
  SP,
  TOKEN,
} from './byte-classes.ts';
import { fieldIds, identifyField } from './field-names.ts';
import { looksLikeFraming } from './framing-lookalikes.ts';
import type { HeadError, MessageHead } from './message-head.ts';
import { trimWhiteSpace } from './white-space.ts';

/** `incomplete`: more bytes are needed. `invalid`: the head's `error` says why. */
export type HeadOutcome = 'complete' | 'incomplete' | 'invalid';

/** ALB refuses a single header line of 16,384 bytes or more. */
export const maxHeaderLineBytes = 16_383;

/** Content-Length without its hyphen. */
const shortestLookalike = 13;

export interface FieldRules {
  /** A lone LF may end a line. */
  readonly allowBareLf: boolean;
  /** The whole head may be so long: 64 K for requests, 32 K for responses on ALB. */
  readonly maxHeadBytes: number;
}

export function refuse(head: MessageHead, status: HeadError['status'], reason: string): 'invalid' {
  head.error = { status, reason };
  return 'invalid';
}

/**
 * Reads field lines from `position` up to and including the empty line, recording them with offsets from `base`.
 * Strict by RFC 9112 section 5: no space before the colon, no line folding, no bare CR, no NUL or other control character.
 * Returns the index after the head, or -1 (incomplete) or -2 (invalid, `head.error` set).
 */
export function parseFields(
  head: MessageHead,
  bytes: Buffer,
  position: number,
  end: number,
  base: number,
  rules: FieldRules,
): number {
  let at = position;
  for (;;) {
    if (at - base > rules.maxHeadBytes) return fail(head, 400, 'the header fields are too large');
    if (at >= end) return -1;
    const first = byteAt(bytes, at);
    if (first === CR || first === LF) {
      const after = lineBreakEnd(bytes, at, end, rules.allowBareLf);
      if (after === -2) return fail(head, 400, 'a lone CR or LF in the head');
      return after;
    }
    const lineStart = at;
    let nameClasses = AWS_FIELD_NAME;
    for (; at < end; at++) {
      const classes = classesOf(byteAt(bytes, at));
      if ((classes & TOKEN) === 0) break;
      nameClasses &= classes;
    }
    if (at >= end) return incompleteLine(head, lineStart, end);
    if (byteAt(bytes, at) !== COLON || at === lineStart) {
      return fail(head, 400, 'a header field name is not followed by a colon');
    }
    const nameEnd = at;
    at++;
    while (at < end && (byteAt(bytes, at) === SP || byteAt(bytes, at) === HTAB)) at++;
    const valueStart = at;
    while (at < end && isIn(byteAt(bytes, at), FIELD_VALUE)) at++;
    if (at - lineStart > maxHeaderLineBytes) return fail(head, 400, 'a header line is too long');
    if (at >= end) return -1;
    let valueEnd = at;
    while (
      valueEnd > valueStart &&
      (byteAt(bytes, valueEnd - 1) === SP || byteAt(bytes, valueEnd - 1) === HTAB)
    ) {
      valueEnd--;
    }
    const after = lineBreakEnd(bytes, at, end, rules.allowBareLf);
    if (after === -1) return -1;
    if (after === -2) return fail(head, 400, 'a control character in a header field value');
    if (after === at + 1) head.bareLf = true;
    at = after;
    if (nameClasses === 0) head.hasInvalidFieldNames = true;
    const id = identifyField(bytes, lineStart, nameEnd);
    if (id === fieldIds.other && mayLookAlike(first, nameEnd - lineStart)) {
      head.hasFramingLookalike ||= looksLikeFraming(bytes.toString('latin1', lineStart, nameEnd));
    }
    head.addField(id, lineStart - base, nameEnd - base, valueStart - base, valueEnd - base);
  }
}

/** The index after the line break at `at`; -1 when its second byte has not come; -2 when it is none that is allowed. */
export function lineBreakEnd(bytes: Uint8Array, at: number, end: number, allowBareLf: boolean): number {
  const byte = byteAt(bytes, at);
  if (byte === CR) {
    if (at + 1 >= end) return -1;
    return byteAt(bytes, at + 1) === LF ? at + 2 : -2;
  }
  return byte === LF && allowBareLf ? at + 1 : -2;
}

/** Most names are told from Transfer-Encoding and Content-Length by their length and first letter. */
function mayLookAlike(first: number, length: number): boolean {
  if (length < shortestLookalike) return false;
  const lower = first | 0x20;
  return lower === 0x74 || lower === 0x63 || !isIn(first, AWS_FIELD_NAME) || first === 0x2d;
}

/** Whether every name keeps to ALB's `[-A-Za-z0-9]+`. */
export function isAwsFieldName(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    if (!isIn(name.charCodeAt(index), AWS_FIELD_NAME)) return false;
  }
  return true;
}

function incompleteLine(head: MessageHead, lineStart: number, end: number): number {
  return end - lineStart > maxHeaderLineBytes ? fail(head, 400, 'a header line is too long') : -1;
}

function fail(head: MessageHead, status: HeadError['status'], reason: string): -2 {
  refuse(head, status, reason);
  return -2;
}

/** Reads Connection's options into the head. */
export function readConnectionOptions(head: MessageHead): void {
  if (head.indexOf(fieldIds.connection) === -1) return;
  for (let index = 0; index < head.fieldCount; index++) {
    if (head.idAt(index) !== fieldIds.connection) continue;
    for (const part of head.valueAt(index).split(',')) {
      const option = trimWhiteSpace(part).toLowerCase();
      if (option === 'close') head.connectionClose = true;
      else if (option === 'keep-alive') head.connectionKeepAlive = true;
      else if (option === 'upgrade') head.connectionUpgrade = true;
      else if (option !== '') head.connectionNames.push(option);
    }
  }
}

/** Counts fields with this id. */
export function countFields(head: MessageHead, id: number): number {
  const first = head.indexOf(id);
  if (first === -1) return 0;
  let count = 0;
  for (let index = first; index < head.fieldCount; index++) if (head.idAt(index) === id) count++;
  return count;
}

const decimal = /^[0-9]{1,15}$/;

/** A Content-Length of digits only (RFC 9110 section 8.6), or -1. */
export function parseContentLength(value: string): number {
  return decimal.test(value) ? Number(value) : -1;
}
