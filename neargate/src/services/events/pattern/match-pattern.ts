import { isObject } from '../json.ts';
import { cidrContains } from './cidr.ts';
import { withinBounds } from './numeric.ts';
import type { FieldPattern, Matcher, Pattern, TextTest } from './pattern.ts';

/**
 * Whether `event` matches. Fields that the pattern does not name are ignored; a field that is a list matches when one of
 * its elements does, and all fields under a list of objects must match within the same element.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return objectsOf(event).some(
    (object) =>
      [...pattern.fields].every(([name, field]) => matchesField(field, object[name])) &&
      pattern.alternatives.every((group) => group.some((alternative) => matchesPattern(alternative, object))),
  );
}

/** What the fields of a pattern are looked up in; where there is no object, one without fields. */
function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (isObject(value)) return [value];
  const found = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY).filter(isObject) : [];
  return found.length === 0 ? [{}] : found;
}

function matchesField(field: FieldPattern, value: unknown): boolean {
  if (field.kind === 'object') return matchesPattern(field.pattern, value);
  const leaves = leavesOf(value);
  return field.matchers.some((matcher) =>
    matcher.kind === 'exists'
      ? matcher.expected === leaves.length > 0
      : leaves.some((leaf) => matchesLeaf(matcher, leaf)),
  );
}

type Leaf = string | number | boolean | null;

/** The plain values of a field; an object is not one, and neither is an empty list. */
function leavesOf(value: unknown): Leaf[] {
  const values: readonly unknown[] = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return values.filter(isLeaf);
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function matchesLeaf(matcher: Exclude<Matcher, { kind: 'exists' }>, leaf: Leaf): boolean {
  switch (matcher.kind) {
    case 'equals':
      return leaf === matcher.value;
    case 'none-of':
      return !matcher.values.some((value) => value === leaf);
    case 'text':
      return typeof leaf === 'string' && passes(matcher.test, leaf);
    case 'no-text':
      return typeof leaf === 'string' && !matcher.tests.some((test) => passes(test, leaf));
    case 'numeric':
      return typeof leaf === 'number' && withinBounds(leaf, matcher.bounds);
    case 'cidr':
      return typeof leaf === 'string' && cidrContains(matcher.network, leaf);
  }
}

function passes(test: TextTest, text: string): boolean {
  switch (test.kind) {
    case 'prefix':
      return (test.ignoreCase ? text.toLowerCase() : text).startsWith(test.text);
    case 'suffix':
      return (test.ignoreCase ? text.toLowerCase() : text).endsWith(test.text);
    case 'equals-ignore-case':
      return text.toLowerCase() === test.text;
    case 'wildcard':
      return test.expression.test(text);
  }
}
