import { sameJson } from '../equivalence.ts';

interface Rule {
  readonly rulePriority?: number;
  readonly selection?: Readonly<Record<string, unknown>>;
}

/** Whether two lifecycle policies are the same but for the order of rules and of the tags that they select. */
export function sameLifecyclePolicy(left: string, right: string): boolean {
  const [a, b] = [normalPolicy(left), normalPolicy(right)];
  return a === undefined || b === undefined ? left === right : sameJson(a, b);
}

function normalPolicy(text: string): string | undefined {
  let policy: { readonly rules?: readonly Rule[] } | null;
  try {
    policy = JSON.parse(text) as typeof policy;
  } catch {
    return undefined;
  }
  if (!Array.isArray(policy?.rules)) return undefined;
  const rules = (policy.rules as readonly Rule[])
    .map((rule) => ({ ...rule, selection: normalSelection(rule.selection ?? {}) }))
    .toSorted((one, other) => (one.rulePriority ?? 0) - (other.rulePriority ?? 0));
  return JSON.stringify({ ...policy, rules });
}

function normalSelection(selection: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(selection)
    .map(([name, value]) => [name, Array.isArray(value) ? value.map(String).toSorted() : value] as const)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(entries);
}
