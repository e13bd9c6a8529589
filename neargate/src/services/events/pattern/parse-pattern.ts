import { invalidEventPattern } from '../errors.ts';
import { isObject } from '../json.ts';
import { filterNames, parseMatcher } from './parse-matcher.ts';
import type { FieldPattern, Pattern } from './pattern.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const maxOrCombinations = 1000;

/** Parses the JSON text of an event pattern; throws InvalidEventPatternException with AWS's reason. */
export function parseEventPattern(text: string): Pattern {
  const pattern = parseObject(parseJson(text));
  if (combinationsOf(pattern) > maxOrCombinations)
    throw invalidEventPattern(`Rule has more than ${maxOrCombinations} combinations of $or`);
  return pattern;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidEventPattern(error instanceof Error ? error.message : 'not JSON');
  }
}

function parseObject(value: unknown): Pattern {
  if (!isObject(value)) throw invalidEventPattern('Filter is not an object');
  const entries = Object.entries(value);
  if (entries.length === 0) throw invalidEventPattern('Empty objects are not allowed');
  const fields = new Map<string, FieldPattern>();
  const alternatives: Pattern[][] = [];
  for (const [name, field] of entries) {
    if (name === '$or' && isAlternatives(field)) alternatives.push(field.map(parseObject));
    else fields.set(name, parseField(name, field));
  }
  return { fields, alternatives };
}

function parseField(name: string, field: unknown): FieldPattern {
  if (isObject(field)) return { kind: 'object', pattern: parseObject(field) };
  if (!Array.isArray(field)) throw invalidEventPattern(`"${name}" must be an object or an array`);
  const elements: readonly unknown[] = field;
  if (elements.length === 0) throw invalidEventPattern('Empty arrays are not allowed');
  return { kind: 'leaf', matchers: elements.map(parseMatcher) };
}

/** A `$or` that is not a list of at least two patterns is an ordinary field of that name, as in AWS's rule engine. */
function isAlternatives(field: unknown): field is readonly unknown[] {
  if (!Array.isArray(field) || field.length < 2) return false;
  const elements: readonly unknown[] = field;
  return elements.every(
    (element) => isObject(element) && !Object.keys(element).some((key) => filterNames.includes(key)),
  );
}

/** How many patterns without `$or` this one stands for. */
function combinationsOf({ fields, alternatives }: Pattern): number {
  let count = 1;
  for (const field of fields.values()) if (field.kind === 'object') count *= combinationsOf(field.pattern);
  for (const group of alternatives)
    count *= group.reduce((total, pattern) => total + combinationsOf(pattern), 0);
  return count;
}
