import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { operation } from '../../operation.ts';
import { assumeRoleDenied } from '../errors.ts';
import { sessionPoliciesOf } from '../session-policies.ts';
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
