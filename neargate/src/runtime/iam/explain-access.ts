import { UserError } from '../../core/user-error.ts';
import type { AccessExplanation, DenialsDocument, ExplainAccessRequest } from '../../gateway/iam-protocol.ts';
import { judge } from '../../services/iam/authorization/authorize.ts';
import {
  type CallingPrincipal,
  callingPrincipal,
} from '../../services/iam/authorization/caller-principal.ts';
import type { CountedDenial } from '../../services/iam/authorization/denials.ts';
import { denialMessage, explainDenial } from '../../services/iam/evaluation/denial-message.ts';
import type { Policy } from '../../services/iam/evaluation/policy.ts';
import { iamTables, nameKey } from '../../services/iam/store.ts';
import type { ControlPlane } from '../control-plane.ts';

type Plane = Pick<ControlPlane, 'store' | 'clock' | 'settings' | 'denials' | 'accountCaller'>;

/** The calls that policies did not allow, the latest first. */
export function denialsDocument({ settings, denials }: Plane): DenialsDocument {
  return documentOf(settings.security.enforcesPolicies, denials.all());
}

function documentOf(isEnforced: boolean, denials: readonly CountedDenial[]): DenialsDocument {
  return {
    isEnforced,
    denials: denials.map(({ atMs, roleArn: _role, ...rest }) => ({
      at: new Date(atMs).toISOString(),
      ...rest,
    })),
  };
}

/**
 * What a role or user may do, and what it was denied. Conditions of the action that is asked about are judged with the global
 * keys only: what a real call says of itself is not known.
 * @throws UserError when there is no such role or user
 */
export function explainAccess(plane: Plane, request: ExplainAccessRequest): AccessExplanation {
  const calling = findPrincipal(plane, request.principal);
  const { principal, policies } = calling;
  const principalArn =
    principal.kind === 'session' ? principal.roleArn : 'arn' in principal ? principal.arn : '';
  const isOwn = ({ roleArn, principalArn: denied }: CountedDenial) => (roleArn ?? denied) === principalArn;
  return {
    ...documentOf(plane.settings.security.enforcesPolicies, plane.denials.all().filter(isOwn)),
    principalArn,
    policies: (['identity', 'boundary', 'session'] as const).flatMap((kind) =>
      (policies[kind] ?? []).map((policy) => describe(kind, policy)),
    ),
    ...(request.action === undefined
      ? {}
      : { verdict: verdictOn(plane, calling, request.action, request.resource) }),
  };
}

function findPrincipal({ store, settings }: Plane, given: string): CallingPrincipal {
  const { accountId } = settings;
  const name = given.slice(given.lastIndexOf('/') + 1);
  const { roles, users } = iamTables(store, accountId);
  const row = given.includes(':user/')
    ? users.get(nameKey(name))
    : (roles.get(nameKey(name)) ?? users.get(nameKey(name)));
  const found = row && callingPrincipal(store, { principalArn: row.arn });
  if (found === undefined) {
    const known = [...roles.values()].map((role) => role.name).toSorted();
    throw new UserError(`There is no role or user ${given}.`, {
      remedy: known.length === 0 ? 'Create it first.' : `Roles are: ${known.join(', ')}.`,
    });
  }
  return found;
}

function verdictOn(
  plane: Plane,
  calling: CallingPrincipal,
  action: string,
  resource = '*',
): NonNullable<AccessExplanation['verdict']> {
  if (!/^[\w-]+:\w+$/.test(action)) {
    throw new UserError(`"${action}" is not an action.`, { remedy: 'Write it as ecs:UpdateService.' });
  }
  const context = { store: plane.store, clock: plane.clock, caller: plane.accountCaller() };
  const { request, decision } = judge(context, calling, { action, resource });
  if (!decision.allowed) {
    return { isAllowed: false, text: denialMessage(request, decision), ...explainDenial(request, decision) };
  }
  const { by } = decision;
  return {
    isAllowed: true,
    text: by === undefined ? 'It is allowed.' : `${by.statement} of ${by.policyName} allows it.`,
  };
}

function describe(
  kind: 'identity' | 'boundary' | 'session',
  { name, statements }: Policy,
): AccessExplanation['policies'][number] {
  return {
    kind,
    name,
    statements: statements.map(
      ({ Effect, Action, NotAction = [], Resource, NotResource = [], Condition }) => ({
        effect: Effect,
        actions: Action ?? NotAction.map((action) => `not ${action}`),
        resources: Resource ?? NotResource.map((resource) => `not ${resource}`),
        ...(Condition === undefined ? {} : { condition: Condition }),
      }),
    ),
  };
}
