import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { OperationContext } from '../../context.ts';
import { managedDocument } from '../../iam/authorization/caller-principal.ts';
import { operation } from '../../operation.ts';
import { parseIdentityPolicy } from '../../iam/policy-document.ts';
import { assumeRoleDenied, validationError } from '../errors.ts';
import { assumedRoleUser, roleToAssume, sessionSeconds, startSession } from '../sessions.ts';

export const roleArn = { required: true, min: 20, max: 2048 } as const;
/**
 * The role must exist; its trust policy is judged as every call is. The root user may assume roles, unlike on AWS, because
 * that is whom local credentials stand for. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse>({
  handle(context, input) {
    const { RoleArn: arn = '', RoleSessionName: sessionName = '' } = input;
    const found = roleToAssume(context, arn);
    if (found === undefined) throw assumeRoleDenied(context.caller.principalArn, arn);
    const { role, accountId } = found;
    const sessionPolicies = sessionPoliciesOf(context, accountId, input);
    const user = assumedRoleUser(role, accountId, sessionName);
    const credentials = startSession(context, {
      accountId,
      principalArn: user.Arn,
      userId: user.AssumedRoleId,
      durationSeconds: sessionSeconds(context, role, input.DurationSeconds),
      sessionPolicies,
    });
    return { Credentials: credentials, AssumedRoleUser: user, SourceIdentity: input.SourceIdentity };
  },
});

/** The documents that the session is limited by; undefined without any. */
function sessionPoliciesOf(
  { store }: OperationContext,
  accountId: string,
  { Policy: own, PolicyArns: arns = [] }: AssumeRoleRequest,
): readonly string[] | undefined {
  if (own !== undefined) parseIdentityPolicy(own);
  const managed = arns.map(({ arn = '' }) => {
    const document = managedDocument(store, accountId, arn);
    if (document === undefined) throw validationError(`The policy ${arn} does not exist or is not known.`);
    return document;
  });
  const all = own === undefined ? managed : [own, ...managed];
  return all.length === 0 ? undefined : all;
}
