import type { DesyncReason } from './desync.ts';
import { fieldIds } from './field-names.ts';

/** Why a head was refused: the status to answer with and a reason for logs. */
export interface HeadError {
  readonly status: 400 | 414 | 501 | 505;
  readonly reason: string;
}

const stride = 5;

/**
 * One parsed head, kept as its text and the places of its fields in it. A parser fills it again for every message of a
 * connection, so that nothing is allocated per field.
 */
export class MessageHead {
  /** The whole head as latin1 text, start line to empty line. */
  text = '';
  /** Bytes the head takes in the stream, counting empty lines before it. */
  byteLength = 0;
  minorVersion: 0 | 1 = 1;
  fieldCount = 0;
  error: HeadError | undefined;

  /** -1 when absent. */
  contentLength = -1;
  chunked = false;
  connectionClose = false;
  connectionKeepAlive = false;
  connectionUpgrade = false;
  /** Lower-cased names from Connection other than close, keep-alive and upgrade. */
  connectionNames: string[] = [];
  /** A framing that two readers could read differently: the connection must not be used again. */
  framingDoubt = false;
  /** A field line ended with LF alone, so the text cannot be copied as it is. */
  bareLf = false;
  /** A name outside ALB's `[-A-Za-z0-9]+` was seen. */
  hasInvalidFieldNames = false;
  /** A name was seen that a lax reader could take for Transfer-Encoding or Content-Length. */
  hasFramingLookalike = false;

  private spans = new Int32Array(32 * stride);
  private readonly firstIndexOfId = new Int32Array(Object.keys(fieldIds).length).fill(-1);

  clear(): void {
    this.text = '';
    this.byteLength = 0;
    this.fieldCount = 0;
    this.error = undefined;
    this.contentLength = -1;
    this.chunked = false;
    this.connectionClose = false;
    this.connectionKeepAlive = false;
    this.connectionUpgrade = false;
    if (this.connectionNames.length > 0) this.connectionNames = [];
    this.framingDoubt = false;
    this.bareLf = false;
    this.hasInvalidFieldNames = false;
    this.hasFramingLookalike = false;
    this.firstIndexOfId.fill(-1);
  }

  /** Records a field by offsets into `text`; `lineEnd` is just after its line break. */
  addField(id: number, lineStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    const at = this.fieldCount * stride;
    if (at + stride > this.spans.length) {
      const larger = new Int32Array(this.spans.length * 2);
      larger.set(this.spans);
      this.spans = larger;
    }
    const spans = this.spans;
    spans[at] = id;
    spans[at + 1] = lineStart;
    spans[at + 2] = nameEnd;
    spans[at + 3] = valueStart;
    spans[at + 4] = valueEnd;
    if (id !== fieldIds.other && this.firstIndexOfId[id] === -1) this.firstIndexOfId[id] = this.fieldCount;
    this.fieldCount++;
  }

  /** The index of the first field with this id, or -1. */
  indexOf(id: number): number {
    return this.firstIndexOfId[id] as number;
  }

  idAt(index: number): number {
    return this.spans[index * stride] as number;
  }

  lineStartAt(index: number): number {
    return this.spans[index * stride + 1] as number;
  }

  nameAt(index: number): string {
    const at = index * stride;
    return this.text.slice(this.spans[at + 1], this.spans[at + 2]);
  }

  valueAt(index: number): string {
    const at = index * stride;
    return this.text.slice(this.spans[at + 3], this.spans[at + 4]);
  }

  /** The value of the first field with this id, or undefined. */
  valueOf(id: number): string | undefined {
    const index = this.indexOf(id);
    return index === -1 ? undefined : this.valueAt(index);
  }

  /** Every value of a field by its lower-cased name, in order. */
  valuesNamed(lowerCasedName: string): string[] {
    const values: string[] = [];
    for (let index = 0; index < this.fieldCount; index++) {
      const at = index * stride;
      const nameLength = (this.spans[at + 2] as number) - (this.spans[at + 1] as number);
      if (nameLength === lowerCasedName.length && this.nameAt(index).toLowerCase() === lowerCasedName) {
        values.push(this.valueAt(index));
      }
    }
    return values;
  }
}

export class RequestHead extends MessageHead {
  method = '';
  /** The request target as sent. */
  target = '';
  /** The target's path and query: what origin-form would have said. */
  pathAndQuery = '';
  /** The host of an absolute-form target, else undefined. */
  targetAuthority: string | undefined;
  expectContinue = false;
  /** Why the request is not Compliant; undefined when it is. */
  desyncReason: DesyncReason | undefined;
  /** What a rule's transforms put in the place of the client's host and path and query; undefined leaves them. */
  rewrittenHost: string | undefined;
  rewrittenPathAndQuery: string | undefined;
  /** Where the first field line begins in `text`. */
  fieldsStart = 0;

  override clear(): void {
    super.clear();
    this.method = '';
    this.target = '';
    this.pathAndQuery = '';
    this.targetAuthority = undefined;
    this.expectContinue = false;
    this.desyncReason = undefined;
    this.rewrittenHost = undefined;
    this.rewrittenPathAndQuery = undefined;
  }

  /** RFC 9112 section 9.3: 1.1 persists unless told otherwise, 1.0 only when told. */
  get wantsKeepAlive(): boolean {
    return this.minorVersion === 1
      ? !this.connectionClose
      : this.connectionKeepAlive && !this.connectionClose;
  }
}

export class ResponseHead extends MessageHead {
  status = 0;
  /** From just after the version to the line break: ` 200 OK`. */
  statusText = '';

  override clear(): void {
    super.clear();
    this.status = 0;
    this.statusText = '';
  }

  get keepsAlive(): boolean {
    return this.minorVersion === 1
      ? !this.connectionClose
      : this.connectionKeepAlive && !this.connectionClose;
  }
}
