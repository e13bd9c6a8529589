import type { GetRandomPasswordRequest, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { randomPassword } from '../random-password.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export const getRandomPassword = operation<GetRandomPasswordRequest, GetRandomPasswordResponse>({
  handle: ({ ids }, input) => ({ RandomPassword: randomPassword(ids, input) }),
});
