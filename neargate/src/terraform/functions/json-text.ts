import { FunctionError } from '../../hcl/functions.ts';
import { parseBigFloat } from '../../hcl/big-float.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { boolValue, nullValue, numberValue, objectValue, stringValue, tupleValue } from '../../hcl/values.ts';

/**
 * Reads JSON with numbers in full: `JSON.parse` would make 9007199254740993 another number, and its reviver cannot see
 * the digits on this Node. It is used only to check the text and to decode strings.
 */
export function decodeJson(text: string): Value {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new FunctionError(`invalid JSON: ${error instanceof Error ? error.message : String(error)}`, 0);
  }
  return new JsonReader(text).readDocument();
}

const stringPattern = /"(?:[^"\\]|\\.)*"/y;
const wordPattern = /[-+.\w]+/y;

/** Builds values from a text already known to be JSON. */
class JsonReader {
  private readonly text: string;
  private index = 0;

  constructor(text: string) {
    this.text = text;
  }

  readDocument(): Value {
    return this.readValue();
  }

  private readValue(): Value {
    switch (this.peek()) {
      case '{':
        return this.readObject();
      case '[':
        return this.readArray();
      case '"':
        return stringValue(this.readString());
      default:
        return this.readWord();
    }
  }

  private readObject(): Value {
    const entries = new Map<string, Value>();
    this.index++;
    while (this.peek() !== '}') {
      const key = this.readString();
      this.skip(':');
      entries.set(key, this.readValue());
      if (this.peek() === ',') this.skip(',');
    }
    this.skip('}');
    return objectValue(entries);
  }

  private readArray(): Value {
    const elements: Value[] = [];
    this.index++;
    while (this.peek() !== ']') {
      elements.push(this.readValue());
      if (this.peek() === ',') this.skip(',');
    }
    this.skip(']');
    return tupleValue(elements);
  }

  private readString(): string {
    this.peek();
    const decoded: unknown = JSON.parse(this.match(stringPattern));
    return String(decoded);
  }

  private readWord(): Value {
    const word = this.match(wordPattern);
    switch (word) {
      case 'true':
        return boolValue(true);
      case 'false':
        return boolValue(false);
      case 'null':
        return nullValue(dynamicType);
      default: {
        const number = parseBigFloat(word);
        if (number === undefined) throw new FunctionError(`invalid JSON number ${word}`, 0);
        return numberValue(number);
      }
    }
  }

  /** The next character that is not white space, which the position is then at. */
  private peek(): string {
    while (/[ \t\r\n]/.test(this.text.charAt(this.index))) this.index++;
    return this.text.charAt(this.index);
  }

  private skip(mark: string): void {
    if (this.peek() === mark) this.index++;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.index;
    const matched = pattern.exec(this.text)?.[0] ?? '';
    if (matched === '') throw new FunctionError(`invalid JSON at offset ${this.index}`, 0);
    this.index += matched.length;
    return matched;
  }
}
