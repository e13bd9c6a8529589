import { matchesPattern } from '../../services/events/pattern/match-pattern.ts';
import { parseEventPattern } from '../../services/events/pattern/parse-pattern.ts';
import type { Pattern } from '../../services/events/pattern/pattern.ts';
import type { AcceptedEventRow, RuleRow } from '../../services/events/store.ts';

/** Rows are immutable: a changed rule is another row. */
const parsed = new WeakMap<RuleRow, Pattern>();

/** The enabled rules of the event's bus whose pattern matches it. None sees what happened before it was made. */
export function matchingRules(
  rules: Iterable<RuleRow>,
  { eventBusName, event, acceptedAtMs }: AcceptedEventRow,
): readonly RuleRow[] {
  return [...rules].filter((rule) => {
    if (rule.eventBusName !== eventBusName || !isEnabled(rule) || rule.createdAtMs > acceptedAtMs)
      return false;
    const pattern = patternOf(rule);
    return pattern !== undefined && matchesPattern(pattern, event);
  });
}

export function isEnabled({ state }: Pick<RuleRow, 'state'>): boolean {
  return state !== 'DISABLED';
}

function patternOf(rule: RuleRow): Pattern | undefined {
  if (rule.eventPattern === undefined) return undefined;
  const known = parsed.get(rule);
  if (known !== undefined) return known;
  const pattern = parseEventPattern(rule.eventPattern);
  parsed.set(rule, pattern);
  return pattern;
}
