/** When two different texts mean the same, so that no change is planned. */

export function sameIgnoringCase(prior: string, configured: string): boolean {
  return prior.toLowerCase() === configured.toLowerCase();
}

/** JSON documents that differ in white space and the order of keys. */
export function sameJson(prior: string, configured: string): boolean {
  if (prior === configured) return true;
  const left = parse(prior);
  const right = parse(configured);
  if (left === undefined || right === undefined) return prior === configured;
  return canonical(left) === canonical(right);
}

/**
 * IAM policy documents that grant the same: one element of a list may stand without the list, lists have no order, keys of a
 * statement are told apart without regard to case, and an account may be its number or its root ARN.
 * https://github.com/hashicorp/awspolicyequivalence
 */
export function samePolicy(prior: string, configured: string): boolean {
  if (prior === configured) return true;
  const left = parse(prior);
  const right = parse(configured);
  if (left === undefined || right === undefined) return prior === configured;
  return canonical(policyForm(left)) === canonical(policyForm(right));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`);
  return `{${entries.toSorted().join(',')}}`;
}

function policyForm(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const form: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const name = key.toLowerCase();
    form[name] = name === 'statement' ? sorted(listOf(entry).map(statementForm)) : entry;
  }
  return form;
}

function statementForm(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const form: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const name = key.toLowerCase();
    switch (name) {
      case 'sid':
        if (entry !== '') form[name] = entry;
        break;
      case 'action':
      case 'notaction':
        form[name] = sorted(listOf(entry).map((action) => String(action).toLowerCase()));
        break;
      case 'resource':
      case 'notresource':
        form[name] = sorted(listOf(entry));
        break;
      case 'principal':
      case 'notprincipal':
        form[name] = principalForm(entry);
        break;
      case 'condition':
        form[name] = conditionForm(entry);
        break;
      default:
        form[name] = entry;
    }
  }
  return form;
}

function principalForm(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(
    ([kind, names]) =>
      [kind, sorted(listOf(names).map((name) => (kind === 'AWS' ? accountForm(name) : name)))] as const,
  );
  return Object.fromEntries(entries);
}

/** The account's number, where the root ARN is given. */
function accountForm(name: unknown): unknown {
  const match = /^arn:[^:]+:iam::(\d{12}):root$/.exec(String(name));
  return match?.[1] ?? name;
}

function conditionForm(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      isRecord(keys)
        ? Object.fromEntries(
            Object.entries(keys).map(([key, values]) => [
              key.toLowerCase(),
              sorted(listOf(values).map(String)),
            ]),
          )
        : keys,
    ]),
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.toSorted((left, right) => (canonical(left) < canonical(right) ? -1 : 1));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
