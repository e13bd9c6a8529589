import type { OperationContext } from '../context.ts';
import { denialMessage, explainDenial } from '../iam/evaluation/denial-message.ts';
import { evaluate } from '../iam/evaluation/evaluate.ts';
import { requestKeys } from '../iam/authorization/request-keys.ts';
import { policedRole } from '../iam/authorization/resource-policies.ts';
import { trustsService } from '../iam/trusts-service.ts';
import { assumedRoleUser, roleToAssume } from './sessions.ts';

/** How a service's attempt to assume a role ends. */
export type Assumption =
  | {
      readonly kind: 'assumed';
      /** For the calls that the service makes in the role. */
      readonly context: OperationContext;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly message: string; readonly reason: string };

/**
 * Assumes a role as an AWS service does for one of its resources: the trust policy must name the service, and where policies
 * are enforced its conditions must be met too. Elsewhere an unmet condition is noted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * @throws AwsError for what is no ARN of a role
 */
export function assumeAsService(
  context: OperationContext,
  request: {
    readonly roleArn: string;
    /** Such as `codebuild.amazonaws.com`. */
    readonly service: string;
    /** The resource that the service acts for. */
    readonly sourceArn?: string | undefined;
    readonly sessionName: string;
  },
): Assumption {
  const { roleArn, service, sourceArn, sessionName } = request;
  const { store, clock, caller, authorization } = context;
  const found = roleToAssume(context, roleArn);
  if (found === undefined) return { kind: 'missing' };
  const { role, accountId } = found;
  const principal = { kind: 'service', name: service } as const;
  const trust = policedRole(store, roleArn, accountId);
  const access = { action: 'sts:AssumeRole', resource: roleArn };
  const asked = {
    ...access,
    principal,
    resourceAccountId: accountId,
    keys: requestKeys(access, {
      principal,
      region: caller.region,
      resourceAccountId: accountId,
      nowMs: clock.now(),
      source: { sourceArn, sourceAccountId: caller.accountId },
    }),
  };
  const decision = evaluate(asked, { identity: [], resource: trust.policies, resourceMustAllow: true });
  if (!decision.allowed) {
    const message = denialMessage(asked, decision);
    const explained = explainDenial(asked, decision);
    const isEnforced = authorization?.isEnforced === true;
    authorization?.note({
      atMs: clock.now(),
      principalArn: service,
      action: access.action,
      resource: roleArn,
      message,
      ...explained,
      isEnforced,
    });
    if (isEnforced || !trustsService(role.trustPolicy, service))
      return { kind: 'refused', message, reason: explained.reason };
  }
  const principalArn = assumedRoleUser(role, accountId, sessionName).Arn;
  return { kind: 'assumed', context: { ...context, caller: { ...caller, principalArn } } };
}
