import { StringDecoder } from 'node:string_decoder';

/** CloudWatch Logs takes events of up to 256 KB; awslogs splits longer lines (Docker's maximumBytesPerEvent). */
export const maximumLineBytes = 262_144 - 26;

/** Cuts a stream of bytes into lines. A line longer than an awslogs event is cut into several. */
export class OutputLines {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  #pending = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Uint8Array): void {
    this.#pending += this.#decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    let start = 0;
    for (let end = this.#pending.indexOf('\n'); end !== -1; end = this.#pending.indexOf('\n', start)) {
      this.#emit(this.#pending.slice(start, end));
      start = end + 1;
    }
    this.#pending = this.#pending.slice(start);
    while (Buffer.byteLength(this.#pending) > maximumLineBytes) {
      const [head, tail] = splitAtBytes(this.#pending, maximumLineBytes);
      this.#onLine(head);
      this.#pending = tail;
    }
  }

  /** Delivers what came without a line end. */
  end(): void {
    this.#pending += this.#decoder.end();
    if (this.#pending !== '') this.#emit(this.#pending);
    this.#pending = '';
  }

  #emit(line: string): void {
    let rest = line.endsWith('\r') ? line.slice(0, -1) : line;
    while (Buffer.byteLength(rest) > maximumLineBytes) {
      const [head, tail] = splitAtBytes(rest, maximumLineBytes);
      this.#onLine(head);
      rest = tail;
    }
    this.#onLine(rest);
  }
}

/** Splits after at most `limitBytes` of UTF-8, never inside a character. */
function splitAtBytes(text: string, limitBytes: number): [string, string] {
  const bytes = Buffer.from(text);
  let end = limitBytes;
  // Continuation bytes of UTF-8 are 10xxxxxx.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return [bytes.subarray(0, end).toString(), bytes.subarray(end).toString()];
}
