import type { RuleAction, RuleConfig } from '../rule-config.ts';
import type { CompiledCondition, RuleSubject } from './conditions.ts';
import { compileCondition } from './conditions.ts';
import type { CompiledTransforms } from './transforms.ts';
import { compileTransforms } from './transforms.ts';

export interface CompiledRule {
  readonly arn: string;
  /** As the access log writes it: 0 for the default rule. */
  readonly priority: number;
  readonly action: RuleAction;
  readonly conditions: readonly CompiledCondition[];
  /** Undefined when the rule rewrites nothing. */
  readonly transforms: CompiledTransforms | undefined;
}

/** Compiles a listener's rules once per snapshot: by priority, the default rule last whatever order they came in. */
export function compileRules(rules: readonly RuleConfig[]): CompiledRule[] {
  const order = (rule: RuleConfig) => (rule.priority === 'default' ? Infinity : rule.priority);
  return rules
    .toSorted((left, right) => order(left) - order(right))
    .map((rule) => ({
      arn: rule.arn,
      priority: rule.priority === 'default' ? 0 : rule.priority,
      action: rule.action,
      conditions: rule.conditions.map(compileCondition),
      transforms: compileTransforms(rule.transforms ?? []),
    }));
}

/** The index of the first rule whose conditions all hold; -1 when there is no default rule to fall back on. */
export function matchRule(rules: readonly CompiledRule[], subject: RuleSubject): number {
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index] as CompiledRule;
    if (allHold(rule.conditions, subject)) return index;
  }
  return -1;
}

function allHold(conditions: readonly CompiledCondition[], subject: RuleSubject): boolean {
  for (const holds of conditions) if (!holds(subject)) return false;
  return true;
}
