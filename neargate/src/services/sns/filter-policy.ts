import { AwsError } from '../../core/aws-error.ts';
import { isObject, parseJson } from '../events/json.ts';
import { matchesPattern } from '../events/pattern/match-pattern.ts';
import { parseEventPattern } from '../events/pattern/parse-pattern.ts';
import type { Pattern } from '../events/pattern/pattern.ts';
import { filterPolicyLimitExceeded, invalidParameter } from './errors.ts';
import type { StoredAttribute } from './store.ts';

export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const maxNames = 5;
const maxCombinations = 150;

/**
 * Refuses what is no filter policy. Its language is that of event patterns.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 * @throws AwsError InvalidParameter, FilterPolicyLimitExceeded
 */
export function requireFilterPolicy(text: string, scope: FilterScope): void {
  const value = parseJson(text);
  if (!isObject(value)) throw invalidParameter('FilterPolicy: failed to parse JSON.');
  // An empty policy takes every message.
  if (Object.keys(value).length === 0) return;
  const pattern = patternOf(text);
  if (scope === 'MessageAttributes' && hasNested(pattern))
    throw invalidParameter('Filter policy scope MessageAttributes does not support nested filter policy');
  const { names, combinations } = sizeOf(pattern);
  if (names > maxNames) throw filterPolicyLimitExceeded('Filter policy can not have more than 5 keys');
  if (combinations > maxCombinations) throw invalidParameter('FilterPolicy: Filter policy is too complex');
}

/** Whether a subscription with this policy gets a message. Of a body that is no JSON object nothing is known: it does not match. */
export function passesFilter(
  text: string | undefined,
  scope: FilterScope,
  {
    body,
    attributes,
  }: { readonly body: string; readonly attributes: Readonly<Record<string, StoredAttribute>> },
): boolean {
  if (text === undefined || Object.keys(parseJson(text) as object).length === 0) return true;
  const pattern = patternOf(text);
  if (scope === 'MessageAttributes') return matchesPattern(pattern, valuesOf(attributes));
  const value = parseJson(body);
  return isObject(value) && matchesPattern(pattern, value);
}

function patternOf(text: string): Pattern {
  try {
    return parseEventPattern(text);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      `FilterPolicy: ${error.message.replace('Event pattern is not valid. Reason: ', '')}`,
    );
  }
}

/** What attributes are to a policy; binary ones are nothing. https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html */
function valuesOf(attributes: Readonly<Record<string, StoredAttribute>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { dataType, text = '' }]) => {
      const [kind] = dataType.split('.');
      if (kind === 'Binary') return [];
      if (kind === 'Number') return [[name, Number(text)]];
      return [[name, dataType === 'String.Array' ? parseJson(text) : text]];
    }),
  );
}

function hasNested({ fields, alternatives }: Pattern): boolean {
  return (
    [...fields.values()].some(({ kind }) => kind === 'object') ||
    alternatives.some((group) => group.some(hasNested))
  );
}

/** Names count once a leaf; values of different names multiply. */
function sizeOf({ fields, alternatives }: Pattern): {
  readonly names: number;
  readonly combinations: number;
} {
  let [names, combinations] = [0, 1];
  for (const field of fields.values()) {
    const size =
      field.kind === 'leaf' ? { names: 1, combinations: field.matchers.length } : sizeOf(field.pattern);
    names += size.names;
    combinations *= size.combinations;
  }
  for (const group of alternatives) {
    const sizes = group.map(sizeOf);
    names += sizes.reduce((total, size) => total + size.names, 0);
    combinations *= sizes.reduce((total, size) => total + size.combinations, 0);
  }
  return { names, combinations };
}
