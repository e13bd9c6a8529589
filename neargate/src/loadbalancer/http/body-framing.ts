import { byteAt, CR, FIELD_VALUE, isIn, LF } from './byte-classes.ts';

/** How a body's end is known (RFC 9112 section 6.3). */
export type Framing = 'none' | 'length' | 'chunked' | 'until-close';

const chunkSizeState = 0;
const chunkExtensionState = 1;
const chunkSizeLfState = 2;
const chunkDataState = 3;
const chunkDataCrState = 4;
const chunkDataLfState = 5;
const trailerStartState = 6;
const trailerLineState = 7;
const trailerLfState = 8;
const finalLfState = 9;

/** 2^52 has 13 hexadecimal digits; a longer size could not be counted exactly. */
const maxChunkSizeDigits = 13;
/** Chunk extensions and trailers are thrown away, but not without end. */
const maxDiscardedBytes = 16_384;

/**
 * Follows one message body through the stream and says which bytes to pass on. Length and until-close bodies pass as they
 * are. Chunked bodies are checked byte by byte at their frames only; extensions and trailer fields are left out (RFC 9112
 * section 7.1.1 and 7.1.2 allow it), and with `unwrap` the frames are left out too, for a reader that knows no chunks.
 *
 * After `take`, `ranges` holds `rangeCount` pairs of [from, to) into the buffer that was given.
 */
export class BodyFraming {
  framing: Framing = 'none';
  done = true;
  /** The framing is broken; nothing after it can be trusted. */
  invalid = false;
  readonly ranges: number[] = [];
  rangeCount = 0;

  private remaining = 0;
  private unwrap = false;
  private state = chunkSizeState;
  private digits = 0;
  private discarded = 0;

  /** Begins a body. `length` counts only for framing `length`. */
  begin(framing: Framing, length = 0, unwrap = false): void {
    this.framing = framing;
    this.remaining = length;
    this.unwrap = unwrap;
    this.done = framing === 'none' || (framing === 'length' && length === 0);
    this.invalid = false;
    this.state = chunkSizeState;
    this.digits = 0;
    this.discarded = 0;
    this.rangeCount = 0;
    if (framing === 'chunked') this.remaining = 0;
  }

  /** Takes this body's bytes from `bytes[start, end)`. Returns the index after the last one that belongs to it. */
  take(bytes: Uint8Array, start: number, end: number): number {
    this.rangeCount = 0;
    if (this.done || this.invalid) return start;
    if (this.framing === 'chunked') return this.takeChunked(bytes, start, end);
    let to = end;
    if (this.framing === 'length') {
      if (end - start >= this.remaining) {
        to = start + this.remaining;
        this.done = true;
      }
      this.remaining -= to - start;
    }
    this.pass(start, to);
    return to;
  }

  /** What the last `take` found, as bytes of its own: the buffer that was given may be written over. */
  copyFrom(bytes: Buffer): Buffer {
    const parts: Buffer[] = [];
    for (let range = 0; range < this.rangeCount; range++) {
      parts.push(bytes.subarray(this.ranges[range * 2], this.ranges[range * 2 + 1]));
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? Buffer.from(only) : Buffer.concat(parts);
  }

  private pass(from: number, to: number): void {
    if (from === to) return;
    const last = this.rangeCount * 2 - 1;
    if (this.rangeCount > 0 && this.ranges[last] === from) {
      this.ranges[last] = to;
      return;
    }
    this.ranges[this.rangeCount * 2] = from;
    this.ranges[this.rangeCount * 2 + 1] = to;
    this.rangeCount++;
  }

  private frame(from: number, to: number): void {
    if (!this.unwrap) this.pass(from, to);
  }

  private takeChunked(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (at < end) {
      const byte = byteAt(bytes, at);
      switch (this.state) {
        case chunkSizeState: {
          const digit = hexDigit(byte);
          if (digit !== -1) {
            if (++this.digits > maxChunkSizeDigits) return this.fail(at);
            this.remaining = this.remaining * 16 + digit;
            this.frame(at, at + 1);
          } else if (this.digits === 0) return this.fail(at);
          else if (byte === CR) this.state = chunkSizeLfState;
          else if (byte === 0x3b || byte === 0x20 || byte === 0x09) this.state = chunkExtensionState;
          else return this.fail(at);
          if (this.state === chunkSizeLfState) this.frame(at, at + 1);
          at++;
          break;
        }
        case chunkExtensionState:
          if (byte === CR) {
            this.state = chunkSizeLfState;
            this.frame(at, at + 1);
          } else if (!isIn(byte, FIELD_VALUE) || ++this.discarded > maxDiscardedBytes) return this.fail(at);
          at++;
          break;
        case chunkSizeLfState:
          if (byte !== LF) return this.fail(at);
          this.frame(at, at + 1);
          this.digits = 0;
          this.state = this.remaining === 0 ? trailerStartState : chunkDataState;
          at++;
          break;
        case chunkDataState: {
          const to = Math.min(end, at + this.remaining);
          this.pass(at, to);
          this.remaining -= to - at;
          if (this.remaining === 0) this.state = chunkDataCrState;
          at = to;
          break;
        }
        case chunkDataCrState:
          if (byte !== CR) return this.fail(at);
          this.frame(at, at + 1);
          this.state = chunkDataLfState;
          at++;
          break;
        case chunkDataLfState:
          if (byte !== LF) return this.fail(at);
          this.frame(at, at + 1);
          this.state = chunkSizeState;
          at++;
          break;
        case trailerStartState:
          if (byte === CR) {
            this.state = finalLfState;
            this.frame(at, at + 1);
          } else if (isIn(byte, FIELD_VALUE) && byte !== 0x20 && byte !== 0x09) {
            this.state = trailerLineState;
            this.discarded++;
          } else return this.fail(at);
          at++;
          break;
        case trailerLineState:
          if (byte === CR) this.state = trailerLfState;
          else if (!isIn(byte, FIELD_VALUE) || ++this.discarded > maxDiscardedBytes) return this.fail(at);
          at++;
          break;
        case trailerLfState:
          if (byte !== LF) return this.fail(at);
          this.state = trailerStartState;
          at++;
          break;
        default:
          if (byte !== LF) return this.fail(at);
          this.frame(at, at + 1);
          this.done = true;
          return at + 1;
      }
    }
    return at;
  }

  private fail(at: number): number {
    this.invalid = true;
    return at;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
