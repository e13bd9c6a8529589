import { StringDecoder } from 'node:string_decoder';
import { OutputLines } from '../task/output-lines.ts';

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number;
  /** Whether the command ended its shell. */
  readonly isShellGone: boolean;
}

/** Tells the lines that commands write from the marks that the shell writes after them. */
export class ShellOutput {
  readonly #mark: string;
  readonly #lines: OutputLines;
  readonly #onEnd: (end: CommandEnd) => void;
  readonly #decoder = new StringDecoder('utf8');
  #pending = '';

  constructor(mark: string, onLine: (line: string) => void, onEnd: (end: CommandEnd) => void) {
    this.#mark = mark;
    this.#lines = new OutputLines(onLine);
    this.#onEnd = onEnd;
  }

  write(chunk: Buffer): void {
    this.#pending += this.#decoder.write(chunk);
    const pattern = new RegExp(`${this.#mark}:(\\d+)([;!])`);
    for (let found = pattern.exec(this.#pending); found !== null; found = pattern.exec(this.#pending)) {
      const [whole, exitCode, kind] = found;
      this.#lines.write(Buffer.from(this.#pending.slice(0, found.index)));
      this.#lines.end();
      this.#pending = this.#pending.slice(found.index + whole.length);
      this.#onEnd({ exitCode: Number(exitCode), isShellGone: kind === '!' });
    }
    const held = this.#beginOfMark();
    this.#lines.write(Buffer.from(this.#pending.slice(0, held)));
    this.#pending = this.#pending.slice(held);
  }

  /** Delivers what came without a line end. */
  end(): void {
    this.#lines.write(Buffer.from(this.#pending + this.#decoder.end()));
    this.#pending = '';
    this.#lines.end();
  }

  /** Where a mark may begin whose end has not arrived yet; the end of the text when none does. */
  #beginOfMark(): number {
    const longest = this.#mark.length + ':255!'.length;
    for (let at = Math.max(0, this.#pending.length - longest); at < this.#pending.length; at++) {
      const tail = this.#pending.slice(at);
      if (this.#mark.startsWith(tail) || tail.startsWith(this.#mark)) return at;
    }
    return this.#pending.length;
  }
}
