import { FunctionError } from '../../hcl/functions.ts';
import { parseBigFloat } from '../../hcl/big-float.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { boolValue, nullValue, numberValue, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';

/**
 * Reads JSON with numbers in full: `JSON.parse` would make 9007199254740993 another number, and its reviver cannot see
 * the digits on this Node. What is wrong with a text is said in the words of Go's decoder, which Terraform passes on.
 */
export function decodeJson(text: string): Value {
  const reader = new JsonReader(text);
  const value = reader.readValue();
  reader.expectEnd();
  return value;
}

const literals: ReadonlyMap<string, readonly [word: string, value: Value]> = new Map([
  ['t', ['true', boolValue(true)]],
  ['f', ['false', boolValue(false)]],
  ['n', ['null', nullValue(dynamicType)]],
]);

const lineSpace = /[ \t\r\n]*/y;
/** Half of a character that takes two, without the other: Go puts the replacement character in its place. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const hexDigit = /[0-9A-Fa-f]/;
const simpleEscapes = new Set('"\\/bfnrt');

class JsonReader {
  private readonly text: string;
  private index = 0;

  constructor(text: string) {
    this.text = text;
  }

  readValue(): Value {
    const first = this.peek();
    const literal = literals.get(first);
    if (literal !== undefined) return this.readLiteral(...literal);
    if (/[-\d]/.test(first)) return this.readNumber();
    switch (first) {
      case '{':
        return this.readObject();
      case '[':
        return this.readArray();
      case '"':
        return stringValue(this.readString());
      case '':
        throw new FunctionError('EOF');
      default:
        return this.refuse('looking for beginning of value');
    }
  }

  expectEnd(): void {
    if (this.peek() !== '') throw new FunctionError('extraneous data after JSON object');
  }

  private readObject(): Value {
    const entries = new Map<string, Value>();
    this.index++;
    for (let next = this.peek(); next !== '}'; next = this.peek()) {
      if (next === '') throw new FunctionError('EOF');
      if (next !== '"') this.refuse(entries.size === 0 ? '' : 'looking for beginning of object key string');
      const key = this.readString();
      this.take(':', 'after object key');
      entries.set(key, this.readValue());
      if (this.peek() === '}') break;
      this.take(',', 'after object key:value pair');
      if (this.peek() === '}') this.refuse('looking for beginning of object key string');
    }
    this.index++;
    return objectValue(entries);
  }

  private readArray(): Value {
    const elements: Value[] = [];
    this.index++;
    while (this.peek() !== ']') {
      elements.push(this.readValue());
      if (this.peek() === ']') break;
      this.take(',', 'after array element');
      if (this.peek() === ']') this.refuse('looking for beginning of value');
    }
    this.index++;
    return tupleValue(elements);
  }

  private readLiteral(word: string, value: Value): Value {
    for (const character of word) {
      this.need();
      if (this.text.charAt(this.index) !== character) {
        this.refuse(`in literal ${word} (expecting '${character}')`);
      }
      this.index++;
    }
    return value;
  }

  private readNumber(): Value {
    const start = this.index;
    const digits = (where: string) => {
      this.need();
      if (!/\d/.test(this.text.charAt(this.index))) this.refuse(where);
      this.match(/\d*/y);
    };
    if (this.text.charAt(this.index) === '-') this.index++;
    if (this.text.charAt(this.index) === '0') this.index++;
    else digits('in numeric literal');
    if (this.text.charAt(this.index) === '.') {
      this.index++;
      digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.text.charAt(this.index))) {
      this.index++;
      this.match(/[+-]?/y);
      digits('in exponent of numeric literal');
    }
    const written = this.text.slice(start, this.index);
    const number = parseBigFloat(written);
    if (number === undefined) throw new FunctionError(`number ${written} is out of range`);
    return numberValue(number);
  }

  private readString(): string {
    const start = this.index;
    this.index++;
    for (;;) {
      this.skipPlainText();
      this.need();
      const character = this.text.charAt(this.index);
      if (character === '"') break;
      if (character !== '\\') this.refuse('in string literal');
      this.index++;
      this.readEscape();
    }
    this.index++;
    const decoded: unknown = JSON.parse(this.text.slice(start, this.index));
    return String(decoded).replace(loneSurrogate, '\ufffd');
  }

  private skipPlainText(): void {
    const isPlain = (code: number) => code >= 0x20 && code !== 0x22 && code !== 0x5c;
    while (isPlain(this.text.charCodeAt(this.index))) this.index++;
  }

  private readEscape(): void {
    this.need();
    const selector = this.text.charAt(this.index);
    if (selector === 'u') {
      for (let digit = 0; digit < 4; digit++) {
        this.index++;
        this.need();
        if (!hexDigit.test(this.text.charAt(this.index))) this.refuse('in \\u hexadecimal character escape');
      }
    } else if (!simpleEscapes.has(selector)) {
      this.refuse('in string escape code');
    }
    this.index++;
  }

  /** The next character that is not white space, which the position is then at; empty at the end. */
  private peek(): string {
    this.match(lineSpace);
    return this.text.charAt(this.index);
  }

  private take(mark: string, where: string): void {
    const next = this.peek();
    if (next === '') throw new FunctionError('EOF');
    if (next !== mark) this.refuse(where);
    this.index++;
  }

  /** Within a token there must be more. */
  private need(): void {
    if (this.index >= this.text.length) throw new FunctionError('unexpected EOF');
  }

  private match(pattern: RegExp): void {
    pattern.lastIndex = this.index;
    this.index += pattern.exec(this.text)?.[0].length ?? 0;
  }

  private refuse(where: string): never {
    const character = String.fromCodePoint(this.text.codePointAt(this.index) ?? 0);
    throw new FunctionError(
      `invalid character ${quoteCharacter(character)}${where === '' ? '' : ` ${where}`}`,
    );
  }
}

/** A character as Go quotes it. */
function quoteCharacter(character: string): string {
  switch (character) {
    case "'":
      return String.raw`'\''`;
    case '"':
      return `'"'`;
    case '\\':
      return String.raw`'\\'`;
    default: {
      const code = character.charCodeAt(0);
      if (code >= 0x20 && code !== 0x7f) return `'${character}'`;
      const short = JSON.stringify(character).slice(1, -1);
      return `'${short.startsWith('\\u') || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : short}'`;
    }
  }
}
