import { conditionOperators } from './condition-operators.ts';
import type { ConditionKeys } from './request.ts';
import { expand } from './variables.ts';

/** A condition that a request does not meet. */
export interface UnmetCondition {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** Undefined when the request has no such key. */
  readonly given: readonly string[] | undefined;
}

/**
 * The first condition of a statement's block that a request does not meet, or undefined when it meets all. Operators and keys
 * must all hold; of a key's values one is enough, or none for negated operators.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function unmetCondition(
  block: unknown,
  keys: ConditionKeys,
  hasVariables: boolean,
): UnmetCondition | undefined {
  for (const [operator, wanted] of Object.entries((block ?? {}) as Record<string, object>)) {
    for (const [key, values] of Object.entries(wanted)) {
      const texts = [values].flat().map(String);
      const given = keys.get(key.toLowerCase());
      if (!holds(operator, texts, given, keys, hasVariables)) {
        return { operator, key, wanted: texts, given };
      }
    }
  }
  return undefined;
}

function holds(
  operator: string,
  wanted: readonly string[],
  given: readonly string[] | undefined,
  keys: ConditionKeys,
  hasVariables: boolean,
): boolean {
  const [, quantifier = '', name = '', ifExists] =
    /^(?:(foranyvalue|forallvalues):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  if (name === 'null') {
    return wanted.some((text) => (text.toLowerCase() === 'true') === (given === undefined));
  }
  const found = conditionOperators[name];
  if (found === undefined) return false;
  const { compare, isNegated } = found;
  if (given === undefined || given.length === 0) {
    if (quantifier === 'forallvalues' || ifExists !== undefined) return true;
    return quantifier !== 'foranyvalue' && isNegated;
  }
  const patterns = wanted.map((text) => expand(text, keys, hasVariables));
  const isMet = (value: string) => {
    const isEqual = patterns.some((pattern) => pattern !== undefined && compare(value, pattern));
    return isNegated ? !isEqual : isEqual;
  };
  if (quantifier === 'forallvalues') return given.every(isMet);
  if (quantifier === 'foranyvalue') return given.some(isMet);
  // A key that should have one value and has several: each of them counts.
  return isNegated ? given.every(isMet) : given.some(isMet);
}
