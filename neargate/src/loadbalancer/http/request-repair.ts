import type { DesyncReason } from './desync.ts';
import { classOf, graver } from './desync.ts';
import { maxHeaderLineBytes } from './field-parser.ts';
import { looksLikeFraming } from './framing-lookalikes.ts';
import { trimWhiteSpace } from './white-space.ts';

/**
 * What can be made of a head that is not RFC 9112's. `repaired`: `head` says the same by the rules, with what cannot be said by
 * them left out; the strict parser reads it in place of the `byteLength` bytes received.
 */
export type Repair =
  | { readonly kind: 'incomplete' }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 505;
      readonly reason: DesyncReason | undefined;
      readonly why: string;
    }
  | {
      readonly kind: 'repaired';
      readonly head: Buffer;
      readonly byteLength: number;
      readonly reason: DesyncReason;
    };

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controls = /[\x00-\x08\x0a-\x1f\x7f]/g;
// oxlint-disable-next-line no-control-regex -- as above
const badCharacters = /[\x00\r]/;
// oxlint-disable-next-line no-control-regex -- as above
const notInUri = /[\x00-\x20\x7f]/g;

/**
 * Reads `bytes[start, end)` line by line as AWS's http-desync-guardian does, notes the gravest reason why it is not compliant, and
 * writes it anew. Not on the hot path: only heads that the strict parser refuses come here.
 */
export function repairRequestHead(bytes: Buffer, start: number, end: number, maxHeadBytes: number): Repair {
  const lines = new Lines(bytes.toString('latin1', start, Math.min(end, start + maxHeadBytes + 1)));
  const notes = new Notes();
  let line = lines.next(notes);
  // RFC 9112 section 2.2: an empty line before the request line is ignored.
  if (line === '') line = lines.next(notes);
  if (!token.test(methodOf(line ?? lines.rest)))
    return refused('BadMethod', 'the request line does not begin with a method');
  if (line === undefined) return incompleteOr(lines, maxHeadBytes);
  const requestLine = repairedRequestLine(line, notes);
  if (typeof requestLine !== 'string') return requestLine;

  const fields = new Fields(notes);
  for (line = lines.next(notes); line !== ''; line = lines.next(notes)) {
    if (line === undefined) return incompleteOr(lines, maxHeadBytes);
    if (line.length > maxHeaderLineBytes) return refused(undefined, 'a header line is too long');
    fields.add(line);
  }
  if (notes.reason === undefined) return refused(undefined, 'the head is malformed');
  if (classOf(notes.reason) === 'Severe')
    return refused(notes.reason, 'the head can be read in more than one way');
  const head = Buffer.from(`${[requestLine, ...fields.lines].join('\r\n')}\r\n\r\n`, 'latin1');
  return { kind: 'repaired', head, byteLength: lines.position, reason: notes.reason };
}

function refused(reason: DesyncReason | undefined, why: string, status: 400 | 505 = 400): Repair {
  return { kind: 'refused', status, reason, why };
}

function incompleteOr(lines: Lines, maxHeadBytes: number): Repair {
  return lines.length > maxHeadBytes || lines.rest.length > maxHeaderLineBytes + 1
    ? refused(undefined, 'the head is too large')
    : { kind: 'incomplete' };
}

function methodOf(line: string): string {
  const space = line.indexOf(' ');
  return space === -1 ? line.replace(/\r$/, '') : line.slice(0, space);
}

/** The gravest reason so far. */
class Notes {
  reason: DesyncReason | undefined;

  note(reason: DesyncReason): void {
    this.reason = graver(this.reason, reason);
  }
}

/** Lines ended by CRLF, or by LF alone. */
class Lines {
  position = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get length(): number {
    return this.text.length;
  }

  get rest(): string {
    return this.text.slice(this.position);
  }

  /** The next line without its end; undefined when its end has not come. */
  next(notes: Notes): string | undefined {
    const lineFeed = this.text.indexOf('\n', this.position);
    if (lineFeed === -1) return undefined;
    const hasReturn = lineFeed > this.position && this.text[lineFeed - 1] === '\r';
    const line = this.text.slice(this.position, hasReturn ? lineFeed - 1 : lineFeed);
    if (!hasReturn) notes.note('NonCrLfLineTermination');
    this.position = lineFeed + 1;
    return line;
  }
}

function repairedRequestLine(line: string, notes: Notes): string | Repair {
  const method = methodOf(line);
  const afterMethod = line.slice(method.length).replace(/ +$/, '');
  const versionStart = afterMethod.lastIndexOf(' ') + 1;
  const version = afterMethod.slice(versionStart);
  const uri = afterMethod.slice(0, versionStart).replace(/^ +| +$/g, '');
  if (!/^HTTP\/1\.[0-9]$/.test(version)) {
    if (/^HTTP\/[0-9](?:\.[0-9])?$/.test(version)) return refused(undefined, `${version} is not served`, 505);
    return refused('BadVersion', 'the request line has no HTTP version');
  }
  if (uri === '') return refused('MissingUri', 'the request line has no target');
  if (badCharacters.test(uri)) return refused('BadUri', 'the request target holds NUL or CR');
  const minor = Number(version.slice(-1));
  if (minor > 1 || line.endsWith(' ')) notes.note('NonCompliantVersion');
  if (uri.includes(' ') || afterMethod.length - versionStart !== version.length || / {2}/.test(afterMethod)) {
    notes.note('SpaceInUri');
  }
  const encoded = uri.replaceAll(notInUri, (character) => {
    if (character !== ' ') notes.note('AmbiguousUri');
    return `%${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
  });
  return `${method} ${encoded} HTTP/1.${Math.min(1, minor)}`;
}

/** Field lines, written anew as they come. */
class Fields {
  readonly lines: string[] = [];
  private readonly notes: Notes;
  /** Whether a folded line has something to go on from. */
  private mayContinue = false;

  constructor(notes: Notes) {
    this.notes = notes;
  }

  add(line: string): void {
    if (badCharacters.test(line)) this.notes.note('BadHeader');
    if (line.startsWith(' ') || line.startsWith('\t')) this.fold(trimWhiteSpace(line));
    else this.mayContinue = this.addField(line);
  }

  /** RFC 9112 section 5.2: a folded line goes on the value before it after a space. */
  private fold(line: string): void {
    if (line === '') {
      this.notes.note('EmptyHeader');
      return;
    }
    this.notes.note('MultilineHeader');
    if (!this.mayContinue) return;
    const value = line.replaceAll(controls, ' ');
    if (value !== line) this.notes.note('NonCompliantHeader');
    this.lines.push(`${this.lines.pop() ?? ''} ${value}`);
  }

  /** Whether the field stays. What is no name cannot be passed on. */
  private addField(line: string): boolean {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    if (trimWhiteSpace(name) === '') {
      this.notes.note('EmptyHeader');
      return false;
    }
    if (colon === -1) {
      this.notes.note('MissingHeaderColon');
      return false;
    }
    if (!token.test(name)) {
      this.notes.note(looksLikeFraming(name) ? 'SuspiciousHeader' : 'NonCompliantHeader');
      return false;
    }
    const value = trimWhiteSpace(line.slice(colon + 1));
    const clean = value.replaceAll(controls, ' ');
    if (clean !== value) this.notes.note(reasonForControls(name));
    this.lines.push(`${name}: ${clean}`);
    return true;
  }
}

function reasonForControls(name: string): DesyncReason {
  switch (name.toLowerCase()) {
    case 'content-length':
      return 'BadContentLength';
    case 'transfer-encoding':
      return 'BadTransferEncoding';
    default:
      return 'NonCompliantHeader';
  }
}
