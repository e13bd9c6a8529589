import { UserError } from '../../../core/user-error.ts';
import type { PolicyValue } from './policy-json.ts';
import {
  byBytes,
  type Condition,
  type PolicyDocument,
  type Principal,
  type Statement,
} from './policy-model.ts';

/** A document out of JSON, as `source_policy_documents` and `override_policy_documents` give it. Throws a UserError. */
export function parsePolicy(json: string): PolicyDocument {
  const document = record(parse(json), 'a policy document');
  const statements = document['statement'];
  return {
    version: text(document['version']),
    id: text(document['id']),
    statements: (Array.isArray(statements) ? statements : statements === undefined ? [] : [statements]).map(
      parseStatement,
    ),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new UserError(`a policy document is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

function parseStatement(value: unknown): Statement {
  const statement = record(value, 'a statement');
  return {
    sid: text(statement['sid']),
    effect: text(statement['effect']),
    actions: texts(statement['action'], 'Action'),
    notActions: texts(statement['notaction'], 'NotAction'),
    resources: texts(statement['resource'], 'Resource'),
    notResources: texts(statement['notresource'], 'NotResource'),
    principals: parsePrincipals(statement['principal']),
    notPrincipals: parsePrincipals(statement['notprincipal']),
    conditions: parseConditions(statement['condition']),
  };
}

function parsePrincipals(value: unknown): Principal[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return [{ type: '*', identifiers: ['*'] }];
  return entries(value, 'Principal').map(([type, identifiers]) => ({
    type,
    identifiers: Array.isArray(identifiers)
      ? identifiers.map((each) => text(each)).toSorted(byBytes)
      : text(identifiers),
  }));
}

function parseConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  return entries(value, 'Condition').flatMap(([test, variables]) =>
    entries(variables, `the condition ${test}`).map(([variable, values]) => ({
      test,
      variable,
      values: (Array.isArray(values) ? values : [values]).map((each) =>
        typeof each === 'boolean' ? String(each) : text(each),
      ),
    })),
  );
}

function texts(value: unknown, what: string): PolicyValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((each) => text(each));
  throw new UserError(`${what} of a policy document is neither a text nor a list`);
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw new UserError(`a policy document has ${JSON.stringify(value)} where a text is expected`);
}

function entries(value: unknown, what: string): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new UserError(`${what} of a policy document is not an object`);
}

/** With its keys in lower case, since Go reads them without regard to case. */
function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entries(value, what).map(([key, entry]) => [key.toLowerCase(), entry]));
}
