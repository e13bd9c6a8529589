import type { ConditionKeys } from './request.ts';
import { literal, type Pattern, patternOf } from './wildcards.ts';

const special: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };

/**
 * The pattern of a policy's text with its variables replaced; what replaces them has no wildcards. Undefined when a variable
 * has no value and no default: then nothing matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expand(text: string, keys: ConditionKeys, hasVariables: boolean): Pattern | undefined {
  if (!hasVariables || !text.includes('${')) return patternOf(text);
  const parts: (Pattern | undefined)[] = [];
  let position = 0;
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    parts.push(patternOf(text.slice(position, found.index)), valueOf(found[1] ?? '', keys));
    position = found.index + found[0].length;
  }
  parts.push(patternOf(text.slice(position)));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function valueOf(variable: string, keys: ConditionKeys): Pattern | undefined {
  const known = special[variable];
  if (known !== undefined) return literal(known);
  const [, name = variable, fallback] = /^([^,]*?)\s*,\s*'([^']*)'\s*$/.exec(variable) ?? [];
  const values = keys.get(name.trim().toLowerCase());
  // A key with several values stands for none of them.
  if (values?.length === 1) return literal(values[0] ?? '');
  return fallback === undefined ? undefined : literal(fallback);
}
