import type { PolicyValue } from './policy-json.ts';

/** A policy document before it is printed. */
export interface PolicyDocument {
  readonly version: string;
  readonly id: string;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string;
  readonly effect: string;
  /** One text, or a list; undefined when the element is not there. */
  readonly actions?: PolicyValue | undefined;
  readonly notActions?: PolicyValue | undefined;
  readonly resources?: PolicyValue | undefined;
  readonly notResources?: PolicyValue | undefined;
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

export interface Principal {
  readonly type: string;
  readonly identifiers: string | readonly string[];
}

export interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

export const emptyDocument: PolicyDocument = { version: '', id: '', statements: [] };

/** Merges a document over another: its id and newer version count, its statements replace those of the same Sid. */
export function mergeDocuments(base: PolicyDocument, over: PolicyDocument): PolicyDocument {
  const statements = [...base.statements];
  for (const statement of over.statements) {
    const index = statement.sid === '' ? -1 : statements.findIndex(({ sid }) => sid === statement.sid);
    if (index === -1) statements.push(statement);
    else statements[index] = statement;
  }
  return {
    version: over.version > base.version ? over.version : base.version,
    id: over.id === '' ? base.id : over.id,
    statements,
  };
}

/** The document in the order of keys in which the provider prints it; empty elements are left out. */
export function documentValue({ version, id, statements }: PolicyDocument): PolicyValue {
  return withoutEmpty({
    Version: version,
    Id: id,
    Statement: statements.length === 0 ? undefined : statements.map(statementValue),
  });
}

function statementValue(statement: Statement): PolicyValue {
  return withoutEmpty({
    Sid: statement.sid,
    Effect: statement.effect,
    Action: statement.actions,
    NotAction: statement.notActions,
    Resource: statement.resources,
    NotResource: statement.notResources,
    Principal: principalsValue(statement.principals),
    NotPrincipal: principalsValue(statement.notPrincipals),
    Condition: conditionsValue(statement.conditions),
  });
}

/** Only `"*": "*"` becomes `"*"`: IAM takes `"AWS": "*"` for something else in trust policies. */
function principalsValue(principals: readonly Principal[]): PolicyValue | undefined {
  const [only] = principals;
  if (only === undefined) return undefined;
  const isEveryone =
    principals.length === 1 &&
    only.type === '*' &&
    (only.identifiers === '*' || (only.identifiers.length === 1 && only.identifiers[0] === '*'));
  if (isEveryone) return '*';
  const byType = new Map<string, string | string[]>();
  for (const { type, identifiers } of principals) {
    const before = byType.get(type);
    if (typeof identifiers === 'string') {
      byType.set(type, before === undefined ? identifiers : [...listOf(before), identifiers]);
    } else {
      byType.set(type, [...(before === undefined ? [] : listOf(before)), ...descending(identifiers)]);
    }
  }
  return ascendingKeys(byType);
}

function conditionsValue(conditions: readonly Condition[]): PolicyValue | undefined {
  if (conditions.length === 0) return undefined;
  const byTest = new Map<string, Map<string, string[]>>();
  for (const { test, variable, values } of conditions) {
    const variables = byTest.get(test) ?? new Map<string, string[]>();
    byTest.set(test, variables);
    variables.set(variable, [...(variables.get(variable) ?? []), ...values]);
  }
  return ascendingKeys(
    new Map(
      [...byTest].map(([test, variables]) => [
        test,
        ascendingKeys(
          new Map(
            [...variables].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
          ),
        ),
      ]),
    ),
  );
}

/** One text alone, several as a list in descending order, as the provider writes them. */
export function textOrList(texts: readonly string[]): string | string[] | undefined {
  if (texts.length === 0) return undefined;
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : descending(texts);
}

function descending(texts: readonly string[]): string[] {
  return texts.toSorted(byBytes).toReversed();
}

function ascendingKeys(map: ReadonlyMap<string, PolicyValue>): PolicyValue {
  return Object.fromEntries([...map].toSorted(([left], [right]) => byBytes(left, right)));
}

/** In the order of UTF-8's bytes, as Go sorts. */
export function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function listOf(texts: string | readonly string[]): readonly string[] {
  return typeof texts === 'string' ? [texts] : texts;
}

function withoutEmpty(entries: Readonly<Record<string, PolicyValue | undefined>>): PolicyValue {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as const],
    ),
  );
}
