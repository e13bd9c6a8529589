import { parseBigFloat } from '../../hcl/big-float.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { boolValue, nullValue, numberValue, stringValue } from '../../hcl/values.ts';
import { formatTimestamp, parseTimestamp } from './timestamps.ts';

/** Words with a meaning of their own, in each of the spellings that count: `yes`, `Yes` and `YES`, but not `yEs`. */
const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...spellings(['y', 'yes', 'true', 'on']).map((word) => [word, boolValue(true)] as const),
  ...spellings(['n', 'no', 'false', 'off']).map((word) => [word, boolValue(false)] as const),
  ...['', '~', ...spellings(['null'])].map((word) => [word, nullValue(dynamicType)] as const),
]);

function spellings(names: readonly string[]): string[] {
  return names.flatMap((name) => [name, name.charAt(0).toUpperCase() + name.slice(1), name.toUpperCase()]);
}

/** The value of a scalar without quotes or tag: a word, a number or a time when it looks like one, else a text. */
export function resolvePlainScalar(text: string): Value {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) throw new FunctionError('infinity is not supported');
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) throw new FunctionError('floating point NaN is not supported');
  if (!/^[-+.\d]/.test(text)) return stringValue(text);
  const time = readTime(text);
  if (time !== undefined) return stringValue(time);
  if (/^0x[0-9a-fA-F]+$|^0o[0-7]+$/.test(text)) return numberValue(BigInt(text));
  const number = parseBigFloat(text);
  return number === undefined ? stringValue(text) : numberValue(number);
}

const timePattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| )(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A date or time in RFC 3339's form, to the second; undefined when the text is none. */
function readTime(text: string): string | undefined {
  const match = timePattern.exec(text);
  if (match === null) return undefined;
  const [year = '', ...rest] = match
    .slice(1, 7)
    .map((part: string | undefined) => (part ?? '0').padStart(2, '0'));
  const [month, day, hour, minute, second] = rest;
  const time = parseTimestamp(`${year}-${month}-${day}T${hour}:${minute}:${second}${match[7] ?? 'Z'}`);
  return time.ok ? formatTimestamp(time.timestamp) : undefined;
}
