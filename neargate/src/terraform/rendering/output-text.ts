import { formatBigFloat } from '../../hcl/big-float.ts';
import { toJson, typeToPlain } from '../../hcl/json.ts';
import type { Value } from '../../hcl/values.ts';
import type { OutputState } from '../state/state.ts';
import { formatValue } from './format-value.ts';

/** All outputs as `terraform output` lists them; sensitive ones are hidden. */
export function outputsText(outputs: ReadonlyMap<string, OutputState>): string {
  return sorted(outputs)
    .map(([name, { value, sensitive }]) => `${name} = ${sensitive ? '<sensitive>' : formatValue(value)}\n`)
    .join('');
}

/** All outputs as `terraform output -json` writes them: each with its value, type and whether it is sensitive. */
export function outputsJson(outputs: ReadonlyMap<string, OutputState>): string {
  const document = sorted(outputs).map(([name, { value, sensitive }]) => {
    const type = JSON.stringify(typeToPlain(value.type));
    return `${JSON.stringify(name)}:{"sensitive":${sensitive},"type":${type},"value":${toJson(value)}}`;
  });
  return `${indentJson(`{${document.join(',')}}`)}\n`;
}

/** The value of one output without quotes, for shells; undefined when it is no string, number or bool. */
export function outputRaw(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.string;
    case 'number':
      return formatBigFloat(value.number);
    case 'bool':
      return String(value.bool);
    case 'null':
    case 'unknown':
    case 'sequence':
    case 'mapping':
      return undefined;
  }
}

function sorted(outputs: ReadonlyMap<string, OutputState>): (readonly [string, OutputState])[] {
  return [...outputs].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Indents compact JSON text by two columns a level without reading numbers, which would lose digits. */
function indentJson(text: string): string {
  let result = '';
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    switch (character) {
      case '"': {
        const end = stringEnd(text, index);
        result += text.slice(index, end);
        index = end - 1;
        break;
      }
      case '{':
      case '[': {
        const close = character === '{' ? '}' : ']';
        if (text.charAt(index + 1) === close) {
          result += character + close;
          index += 1;
        } else {
          depth += 1;
          result += `${character}\n${'  '.repeat(depth)}`;
        }
        break;
      }
      case '}':
      case ']':
        depth -= 1;
        result += `\n${'  '.repeat(depth)}${character}`;
        break;
      case ',':
        result += `,\n${'  '.repeat(depth)}`;
        break;
      case ':':
        result += ': ';
        break;
      default:
        result += character;
    }
  }
  return result;
}

/** Where the string that begins at an index ends, its closing quote included. */
function stringEnd(text: string, start: number): number {
  let index = start + 1;
  while (text.charAt(index) !== '"') index += text.charAt(index) === '\\' ? 2 : 1;
  return index + 1;
}
