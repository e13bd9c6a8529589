import { invalidEventPattern } from '../errors.ts';
import { isObject } from '../json.ts';
import { parseCidr } from './cidr.ts';
import { parseNumeric } from './numeric.ts';
import type { Matcher, TextTest } from './pattern.ts';
import { parseWildcard } from './wildcard.ts';

/** One element of a field's list: a plain value, or an object with a single filter. */
export function parseMatcher(element: unknown): Matcher {
  if (element === null || ['string', 'number', 'boolean'].includes(typeof element)) {
    return { kind: 'equals', value: element as string | number | boolean | null };
  }
  if (!isObject(element))
    throw invalidEventPattern('Match value must be String, number, true, false, or null');
  const [name, value] = onlyFilter(element);
  switch (name) {
    case 'exists':
      if (typeof value !== 'boolean')
        throw invalidEventPattern('exists match pattern must be either true or false.');
      return { kind: 'exists', expected: value };
    case 'anything-but':
      return parseAnythingBut(value);
    case 'numeric':
      return { kind: 'numeric', bounds: parseNumeric(value) };
    case 'cidr':
      return { kind: 'cidr', network: parseCidr(textOf('cidr', value)) };
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return { kind: 'text', test: parseTextTest(name, value) };
    default:
      throw invalidEventPattern(`Unrecognized match type ${name}`);
  }
}

/** The names that make an object a filter and not a field of the event. */
export const filterNames: readonly string[] = [
  'exists',
  'anything-but',
  'numeric',
  'cidr',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
];

function parseTextTest(name: TextTest['kind'], value: unknown): TextTest {
  switch (name) {
    case 'prefix':
    case 'suffix': {
      const ignoreCase = isObject(value);
      const text = ignoreCase ? textOf(...equalsIgnoreCase(name, value)) : textOf(name, value);
      if (text === '') throw invalidEventPattern('Null prefix/suffix not allowed');
      return { kind: name, text: ignoreCase ? text.toLowerCase() : text, ignoreCase };
    }
    case 'equals-ignore-case':
      return { kind: name, text: textOf(name, value).toLowerCase() };
    case 'wildcard':
      return { kind: name, expression: parseWildcard(textOf(name, value)) };
  }
}

function equalsIgnoreCase(name: string, value: Readonly<Record<string, unknown>>): [string, unknown] {
  const [inner, text] = onlyFilter(value);
  if (inner !== 'equals-ignore-case')
    throw invalidEventPattern(`Unsupported anything-but/${name} pattern: ${inner}`);
  return [inner, text];
}

function parseAnythingBut(value: unknown): Matcher {
  if (isObject(value)) {
    const [name, texts] = onlyFilter(value);
    if (name !== 'prefix' && name !== 'suffix' && name !== 'equals-ignore-case' && name !== 'wildcard')
      throw invalidEventPattern(`Unsupported anything-but pattern: ${name}`);
    const list: readonly unknown[] = Array.isArray(texts) ? texts : [texts];
    if (list.length === 0) throw invalidEventPattern('Empty arrays are not allowed');
    return { kind: 'no-text', tests: list.map((text) => parseTextTest(name, text)) };
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw invalidEventPattern('Empty arrays are not allowed');
  if (values.every(isText)) return { kind: 'none-of', values };
  if (values.every(isNumber)) return { kind: 'none-of', values };
  if (!Array.isArray(value)) {
    throw invalidEventPattern('Value of anything-but must be an array or single string/number value.');
  }
  if (values.every((one) => isText(one) || isNumber(one))) {
    throw invalidEventPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  throw invalidEventPattern('Inside anything but list, start|null|boolean is not supported.');
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

function onlyFilter(object: Readonly<Record<string, unknown>>): [string, unknown] {
  const [first, ...rest] = Object.entries(object);
  if (first === undefined) throw invalidEventPattern('Empty objects are not allowed');
  if (rest.length > 0) throw invalidEventPattern('Only one key allowed in match expression');
  return first;
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw invalidEventPattern(`${name} match pattern must be a string`);
  return value;
}
