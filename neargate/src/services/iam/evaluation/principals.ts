import type { Statement } from '../policy-document.ts';
import type { Principal } from './request.ts';

/**
 * How a resource's policy names who asks. `direct` gives access by itself; `role` does too, within the role's permissions
 * boundary and session policies; `account` leaves it to the account's own policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export type Naming = 'direct' | 'role' | 'account';

/** How the statement names the principal; undefined when it does not. */
export function namingOf(
  { Principal: named, NotPrincipal: excluded }: Statement,
  principal: Principal,
): Naming | undefined {
  if (named !== undefined) return namedAs(named, principal);
  if (excluded === undefined) return undefined;
  return namedAs(excluded, principal) === undefined ? 'direct' : undefined;
}

function namedAs(element: unknown, principal: Principal): Naming | undefined {
  if (element === '*') return 'direct';
  const { AWS, Service, Federated } = element as Readonly<Record<string, unknown>>;
  switch (principal.kind) {
    case 'service':
      return listOf(Service).some((name) => name === principal.name) || listOf(AWS).includes('*')
        ? 'direct'
        : undefined;
    case 'anonymous':
      return listOf(AWS).includes('*') ? 'direct' : undefined;
    case 'federated':
      return listOf(Federated).includes(principal.provider) ? 'direct' : undefined;
    default: {
      const namings = listOf(AWS).map((text) => naming(text, principal));
      return (['direct', 'role', 'account'] as const).find((candidate) => namings.includes(candidate));
    }
  }
}

function naming(
  text: string,
  principal: Extract<Principal, { readonly accountId: string }>,
): Naming | undefined {
  const { accountId, arn } = principal;
  if (text === '*') return 'direct';
  if (text === arn) return 'direct';
  if (text === accountId || /^arn:[^:]+:iam::(\d{12}):root$/.exec(text)?.[1] === accountId) return 'account';
  if (principal.kind === 'user') return text === principal.id ? 'direct' : undefined;
  if (principal.kind === 'session')
    return text === principal.roleArn || text === principal.roleId ? 'role' : undefined;
  return undefined;
}

function listOf(value: unknown): readonly string[] {
  return [value].flat().filter((item) => typeof item === 'string');
}
