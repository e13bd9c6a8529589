import type { Statement } from '../policy-document.ts';
import type { Policy } from './policy.ts';
import { type Naming, namingOf } from './principals.ts';
import type { AccessRequest } from './request.ts';
import { matchStatement, type StatementMatch } from './statements.ts';

/** The kinds of policies that take part in a decision. */
export type PolicyKind = 'identity' | 'boundary' | 'session' | 'resource';

/** Every policy that has a say. */
export interface PolicySet {
  readonly identity: readonly Policy[];
  /** Undefined when the principal has no permissions boundary. */
  readonly boundary?: readonly Policy[] | undefined;
  /** Undefined when the session was started without policies. */
  readonly session?: readonly Policy[] | undefined;
  readonly resource: readonly Policy[];
  /** Whether the resource's policy must name the principal or its account even within the account: KMS keys and roles. */
  readonly resourceMustAllow?: boolean;
}

/** A statement that made, or would have made, the difference. */
export interface StatementReference {
  readonly policyKind: PolicyKind;
  readonly policyName: string;
  /** Its Sid, or its place in the policy such as `statement 2`. */
  readonly statement: string;
}

/** A statement that speaks of the action and yet does not apply. */
export interface NearMiss extends StatementReference {
  readonly match: Exclude<StatementMatch, { readonly kind: 'match' | 'other-action' }>;
}

export type Decision =
  | { readonly allowed: true; readonly by?: StatementReference }
  | {
      readonly allowed: false;
      readonly kind: 'explicit';
      readonly policyKind: PolicyKind;
      readonly by: StatementReference;
    }
  | {
      readonly allowed: false;
      readonly kind: 'implicit';
      /** The kind of policies that should have allowed it. */
      readonly policyKind: PolicyKind;
      readonly nearMisses: readonly NearMiss[];
    };

interface Found {
  readonly statement: Statement;
  readonly reference: StatementReference;
  readonly match: StatementMatch;
  readonly naming: Naming | undefined;
}

/**
 * Decides as AWS does within an organization without service control policies: an explicit denial wins, then somebody must
 * allow it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const found = statementsOf(request, policies);
  const matching = found.filter(({ match }) => match.kind === 'match');
  const denial = matching.find(({ statement }) => statement.Effect === 'Deny');
  if (denial !== undefined) {
    return {
      allowed: false,
      kind: 'explicit',
      policyKind: denial.reference.policyKind,
      by: denial.reference,
    };
  }
  const allowing = (kind: PolicyKind) =>
    matching.find(
      ({ statement, reference }) => statement.Effect === 'Allow' && reference.policyKind === kind,
    );
  const denied = (policyKind: PolicyKind): Decision => ({
    allowed: false,
    kind: 'implicit',
    policyKind,
    nearMisses: nearMissesOf(found),
  });

  const byResource = bestNaming(matching);
  const { principal } = request;
  if (!('accountId' in principal)) {
    return byResource === undefined ? denied('resource') : { allowed: true, by: byResource.reference };
  }
  const isOwnAccount = principal.accountId === request.resourceAccountId;
  const needsResource = !isOwnAccount || policies.resourceMustAllow === true;
  if (needsResource && byResource === undefined) return denied('resource');
  if (principal.kind === 'root') return { allowed: true };
  if (isOwnAccount && byResource?.naming === 'direct') return { allowed: true, by: byResource.reference };
  const isGivenToRole = isOwnAccount && byResource?.naming === 'role';
  const byIdentity = allowing('identity');
  if (byIdentity === undefined && !isGivenToRole) return denied('identity');
  if (policies.boundary !== undefined && allowing('boundary') === undefined) return denied('boundary');
  if (policies.session !== undefined && allowing('session') === undefined) return denied('session');
  const by = byIdentity ?? byResource;
  return by === undefined ? { allowed: true } : { allowed: true, by: by.reference };
}

function statementsOf(request: AccessRequest, policies: PolicySet): readonly Found[] {
  const found: Found[] = [];
  const add = (policyKind: PolicyKind, list: readonly Policy[] | undefined) => {
    for (const policy of list ?? []) {
      for (const [index, statement] of policy.statements.entries()) {
        const naming = policyKind === 'resource' ? namingOf(statement, request.principal) : undefined;
        if (policyKind === 'resource' && naming === undefined) continue;
        const reference = {
          policyKind,
          policyName: policy.name,
          statement:
            statement.Sid === undefined || statement.Sid === '' ? `statement ${index + 1}` : statement.Sid,
        };
        found.push({ statement, reference, naming, match: matchStatement(policy, statement, request) });
      }
    }
  };
  // In the order in which AWS says which kind denied.
  add('resource', policies.resource);
  add('identity', policies.identity);
  add('boundary', policies.boundary);
  add('session', policies.session);
  return found;
}

function bestNaming(matching: readonly Found[]): Found | undefined {
  const allowing = matching.filter(
    ({ statement, naming }) => statement.Effect === 'Allow' && naming !== undefined,
  );
  return (['direct', 'role', 'account'] as const)
    .map((naming) => allowing.find((candidate) => candidate.naming === naming))
    .find((candidate) => candidate !== undefined);
}

function nearMissesOf(found: readonly Found[]): readonly NearMiss[] {
  return found.flatMap(({ statement, reference, match }) =>
    statement.Effect === 'Allow' && match.kind !== 'match' && match.kind !== 'other-action'
      ? [{ ...reference, match }]
      : [],
  );
}
