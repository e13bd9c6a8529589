import type { GetSessionTokenRequest, GetSessionTokenResponse } from '@aws-sdk/client-sts';
import { operation } from '../../operation.ts';
import { callerUserId } from '../caller-identity.ts';
import { startSession } from '../sessions.ts';

const defaultSeconds = 43_200;

/** Temporary credentials of the one who asks. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const getSessionToken = operation<GetSessionTokenRequest, GetSessionTokenResponse>({
  handle(context, input) {
    const { accountId, principalArn } = context.caller;
    const durationSeconds = input.DurationSeconds ?? defaultSeconds;
    const userId = callerUserId(context);
    return { Credentials: startSession(context, { accountId, principalArn, userId, durationSeconds }) };
  },
});
