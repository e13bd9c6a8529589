import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { operation } from '../../operation.ts';
import { callerUserId } from '../caller-identity.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity = operation<GetCallerIdentityRequest, GetCallerIdentityResponse>({
  handle(context) {
    const { accountId, principalArn } = context.caller;
    return { UserId: callerUserId(context), Account: accountId, Arn: principalArn };
  },
});
