import type { Statement } from '../policy-document.ts';
import { type UnmetCondition, unmetCondition } from './conditions.ts';
import type { Policy } from './policy.ts';
import type { AccessRequest } from './request.ts';
import { expand } from './variables.ts';
import { matches, matchesIgnoringCase } from './wildcards.ts';

/** How far a statement agrees with a request: entirely, or up to what. */
export type StatementMatch =
  | { readonly kind: 'match' }
  | { readonly kind: 'other-action' }
  | { readonly kind: 'other-resource'; readonly resources: readonly string[] }
  | { readonly kind: 'condition'; readonly condition: UnmetCondition };

/** Principals aside, which only policies of resources name: `namingOf`. */
export function matchStatement(policy: Policy, statement: Statement, request: AccessRequest): StatementMatch {
  if (!namesAction(statement, request.action)) return { kind: 'other-action' };
  if (!namesResource(policy, statement, request)) {
    return { kind: 'other-resource', resources: statement.Resource ?? statement.NotResource ?? [] };
  }
  const condition = unmetCondition(statement.Condition, request.keys, policy.hasVariables);
  return condition === undefined ? { kind: 'match' } : { kind: 'condition', condition };
}

function namesAction({ Action, NotAction }: Statement, action: string): boolean {
  if (Action !== undefined) return Action.some((pattern) => matchesIgnoringCase(pattern, action));
  return NotAction !== undefined && !NotAction.some((pattern) => matchesIgnoringCase(pattern, action));
}

/** Trust policies name no resource: they are about the role that has them. */
function namesResource(
  { hasVariables }: Policy,
  { Resource, NotResource }: Statement,
  { resource, keys }: AccessRequest,
): boolean {
  const covers = (text: string) => {
    if (text === '*') return true;
    const pattern = expand(text, keys, hasVariables);
    return pattern !== undefined && matches(pattern, resource);
  };
  if (Resource !== undefined) return Resource.some(covers);
  return NotResource === undefined || !NotResource.some(covers);
}
