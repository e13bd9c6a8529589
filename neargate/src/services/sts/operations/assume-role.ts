import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { operation } from '../../operation.ts';
import { parseIdentityPolicy } from '../../iam/policy-document.ts';
import { assumeRoleDenied } from '../errors.ts';
import { assumedRoleUser, roleToAssume, sessionSeconds, startSession } from '../sessions.ts';

export const roleSessionName = { required: true, min: 2, max: 64, pattern: '[\\w+=,.@-]*' } as const;
export const roleArn = { required: true, min: 20, max: 2048 } as const;
export const sessionDuration = { min: 900, max: 43_200 } as const;

/**
 * The role must exist. Whether its trust policy names the caller is not evaluated, and the root user may assume roles,
 * because that is whom local credentials stand for. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse>({
  input: { RoleArn: roleArn, RoleSessionName: roleSessionName, DurationSeconds: sessionDuration },
  handle(context, input) {
    const { RoleArn: arn = '', RoleSessionName: sessionName = '' } = input;
    const found = roleToAssume(context, arn);
    if (found === undefined) throw assumeRoleDenied(context.caller.principalArn, arn);
    if (input.Policy !== undefined) parseIdentityPolicy(input.Policy);
    const { role, accountId } = found;
    const user = assumedRoleUser(role, accountId, sessionName);
    const credentials = startSession(context, {
      accountId,
      principalArn: user.Arn,
      userId: user.AssumedRoleId,
      durationSeconds: sessionSeconds(context, role, input.DurationSeconds),
    });
    return { Credentials: credentials, AssumedRoleUser: user, SourceIdentity: input.SourceIdentity };
  },
});
