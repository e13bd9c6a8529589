import type {
  AssumeRoleWithWebIdentityRequest,
  AssumeRoleWithWebIdentityResponse,
} from '@aws-sdk/client-sts';
import type { OperationContext } from '../../context.ts';
import { iamTables } from '../../iam/store.ts';
import { operation } from '../../operation.ts';
import { expiredToken, invalidIdentityToken, webIdentityDenied } from '../errors.ts';
import { assumedRoleUser, roleToAssume, sessionSeconds, startSession } from '../sessions.ts';
import { sessionPoliciesOf } from '../session-policies.ts';
import { judgeWebIdentity } from '../judge-web-identity.ts';
import { verifyWebIdentityToken } from '../web-identity-keys.ts';
import { type WebIdentity, parseWebIdentityToken } from '../web-identity-token.ts';

/**
 * The token's issuer must be a provider of the role's account, its audience one of the provider's clients, and its time not
 * over; then the role's trust policy is asked. Its signature is verified where the issuer's keys are known.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const assumeRoleWithWebIdentity = operation<
  AssumeRoleWithWebIdentityRequest,
  AssumeRoleWithWebIdentityResponse
>({
  handle(context, input) {
    const found = roleToAssume(context, input.RoleArn ?? '');
    if (found === undefined) throw webIdentityDenied();
    const { role, accountId } = found;
    const identity = parseWebIdentityToken(input.WebIdentityToken ?? '');
    const { audience, providerArn } = checkIdentity(context, accountId, identity);
    verifyWebIdentityToken(input.WebIdentityToken ?? '', identity.issuer, context.webIdentityKeys);
    judgeWebIdentity(context, found, identity, providerArn, input);
    const sessionPolicies = sessionPoliciesOf(context, accountId, input);
    const user = assumedRoleUser(role, accountId, input.RoleSessionName ?? '');
    const credentials = startSession(context, {
      accountId,
      principalArn: user.Arn,
      userId: user.AssumedRoleId,
      durationSeconds: sessionSeconds(context, role, input.DurationSeconds),
      sessionPolicies,
    });
    return {
      Credentials: credentials,
      SubjectFromWebIdentityToken: identity.subject,
      AssumedRoleUser: user,
      Provider: providerArn,
      Audience: audience,
    };
  },
});

function checkIdentity(
  { store, clock }: OperationContext,
  accountId: string,
  identity: WebIdentity,
): { readonly audience: string; readonly providerArn: string } {
  const provider = iamTables(store, accountId).oidcProviders.get(
    `arn:aws:iam::${accountId}:oidc-provider/${identity.issuer.replace(/^https:\/\//, '')}`,
  );
  if (provider === undefined) {
    throw invalidIdentityToken(`No OpenIDConnect provider found in your account for ${identity.issuer}`);
  }
  const audience = identity.audiences.find((candidate) => provider.clientIds.includes(candidate));
  if (audience === undefined) throw invalidIdentityToken('Incorrect token audience');
  if (identity.expiresAtMs <= clock.now()) throw expiredToken('Token expired');
  return { audience, providerArn: provider.arn };
}
