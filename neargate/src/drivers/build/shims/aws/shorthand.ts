import { usage } from './cli-error.ts';

/** A value that shorthand syntax spells; everything is text until the schema says what it is. */
export type ShorthandValue = string | ShorthandValue[] | { [key: string]: ShorthandValue };

/**
 * `Key=a,Values=b,c` and its nested forms `Key={Inner=x},List=[a,b]`, with quoted values.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 * @throws CliError 252
 */
export function parseShorthand(text: string): { [key: string]: ShorthandValue } {
  const parser = new Parser(text);
  const result = parser.pairs('');
  parser.requireEnd();
  return result;
}

class Parser {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  pairs(closing: string): { [key: string]: ShorthandValue } {
    const result: { [key: string]: ShorthandValue } = {};
    this.#skipSpaces();
    while (this.#index < this.#text.length && this.#peek() !== closing) {
      const key = this.#key();
      result[key] = this.#values(closing);
      this.#skipSpaces();
      if (this.#peek() !== ',') break;
      this.#index += 1;
      this.#skipSpaces();
    }
    return result;
  }

  requireEnd(): void {
    if (this.#index < this.#text.length) throw this.#error("','");
  }

  #key(): string {
    const [key = ''] = /^[\w.\-/:@+ ]*?(?=\s*=)/.exec(this.#text.slice(this.#index)) ?? [];
    this.#index += key.length;
    this.#skipSpaces();
    if (key === '' || this.#peek() !== '=') throw this.#error("'='");
    this.#index += 1;
    this.#skipSpaces();
    return key.trim();
  }

  /** One value, or several with commas between them up to the next `key=`. */
  #values(closing: string): ShorthandValue {
    const first = this.#value(closing);
    const list: ShorthandValue[] = [first];
    while (this.#peek() === ',' && !this.#isKeyNext()) {
      this.#index += 1;
      this.#skipSpaces();
      if (this.#index >= this.#text.length) break;
      list.push(this.#value(closing));
    }
    return list.length === 1 ? first : list;
  }

  #isKeyNext(): boolean {
    return /^,\s*(?:[\w.\-/:@+ ]+=|$)/.test(this.#text.slice(this.#index));
  }

  #value(closing: string): ShorthandValue {
    switch (this.#peek()) {
      case '[':
        return this.#list();
      case '{': {
        this.#index += 1;
        const pairs = this.pairs('}');
        this.#expect('}');
        return pairs;
      }
      case "'":
      case '"':
        return this.#quoted(this.#peek());
      default:
        return this.#plain(closing);
    }
  }

  #list(): ShorthandValue[] {
    this.#index += 1;
    const values: ShorthandValue[] = [];
    this.#skipSpaces();
    while (this.#index < this.#text.length && this.#peek() !== ']') {
      values.push(this.#value(']'));
      this.#skipSpaces();
      if (this.#peek() !== ',') break;
      this.#index += 1;
      this.#skipSpaces();
    }
    this.#expect(']');
    return values;
  }

  #quoted(quote: string): string {
    let value = '';
    this.#index += 1;
    while (this.#index < this.#text.length && this.#peek() !== quote) {
      if (this.#peek() === '\\' && [quote, '\\'].includes(this.#text.charAt(this.#index + 1)))
        this.#index += 1;
      value += this.#peek();
      this.#index += 1;
    }
    this.#expect(quote);
    return value;
  }

  #plain(closing: string): string {
    let value = '';
    while (this.#index < this.#text.length) {
      const character = this.#peek();
      if (character === ',' || (closing !== '' && character === closing)) break;
      if (character === '\\' && this.#text.charAt(this.#index + 1) === ',') this.#index += 1;
      value += this.#peek();
      this.#index += 1;
    }
    return value.trim();
  }

  #peek(): string {
    return this.#text.charAt(this.#index);
  }

  #skipSpaces(): void {
    while (/\s/.test(this.#peek())) this.#index += 1;
  }

  #expect(character: string): void {
    this.#skipSpaces();
    if (this.#peek() !== character) throw this.#error(`'${character}'`);
    this.#index += 1;
  }

  #error(expected: string): Error {
    const received = this.#peek() === '' ? 'EOF' : this.#peek();
    return usage(
      `Error parsing parameter: Expected: ${expected}, received: '${received}' for input:\n${this.#text}\n${' '.repeat(this.#index)}^`,
    );
  }
}
