import type { AssumeRoleWithWebIdentityRequest } from '@aws-sdk/client-sts';
import type { OperationContext } from '../context.ts';
import { requestKeys } from '../iam/authorization/request-keys.ts';
import { policedRole } from '../iam/authorization/resource-policies.ts';
import { denialMessage, explainDenial } from '../iam/evaluation/denial-message.ts';
import { evaluate } from '../iam/evaluation/evaluate.ts';
import type { RoleRow } from '../iam/store.ts';
import { trustsProvider } from '../iam/trusts-provider.ts';
import { webIdentityDenied } from './errors.ts';
import type { WebIdentity } from './web-identity-token.ts';

const action = 'sts:AssumeRoleWithWebIdentity';

/**
 * Judges whether a role's trust policy lets the bearer of a token assume it: the policy must name the provider, and where
 * policies are enforced its conditions must be met too. Elsewhere an unmet condition is noted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 * @throws AwsError AccessDenied
 */
export function judgeWebIdentity(
  { store, clock, caller, authorization }: OperationContext,
  { role, accountId }: { readonly role: RoleRow; readonly accountId: string },
  identity: WebIdentity,
  providerArn: string,
  { RoleSessionName }: Pick<AssumeRoleWithWebIdentityRequest, 'RoleSessionName'>,
): void {
  const principal = { kind: 'federated', provider: providerArn } as const;
  const access = {
    action,
    resource: role.arn,
    keys: {
      ...claimKeys(identity),
      'aws:FederatedProvider': providerArn,
      'sts:RoleSessionName': RoleSessionName,
    },
  };
  const asked = {
    action,
    resource: role.arn,
    principal,
    resourceAccountId: accountId,
    keys: requestKeys(access, {
      principal,
      region: caller.region,
      resourceAccountId: accountId,
      nowMs: clock.now(),
    }),
  };
  const { policies } = policedRole(store, role.arn, accountId);
  const decision = evaluate(asked, { identity: [], resource: policies, resourceMustAllow: true });
  if (decision.allowed) return;
  const isEnforced = authorization?.isEnforced === true;
  authorization?.note({
    atMs: clock.now(),
    principalArn: `${providerArn} (${identity.subject})`,
    action,
    resource: role.arn,
    message: denialMessage(asked, decision),
    ...explainDenial(asked, decision),
    isEnforced,
  });
  if (isEnforced || !trustsProvider(role.trustPolicy, providerArn)) throw webIdentityDenied();
}

/**
 * Claims as condition keys, below the issuer's URL without its scheme. Where a token says whom it was issued to, that is `aud`,
 * and its audience is `oaud`. No other claims are keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function claimKeys(identity: WebIdentity): Record<string, string | readonly string[] | undefined> {
  const { issuer, subject, audiences, authorizedParty, methods } = identity;
  const prefix = issuer.replace(/^https:\/\//, '');
  return {
    [`${prefix}:sub`]: subject,
    [`${prefix}:aud`]: authorizedParty ?? audiences,
    [`${prefix}:oaud`]: authorizedParty === undefined ? undefined : audiences,
    [`${prefix}:amr`]: methods.length === 0 ? undefined : methods,
  };
}
