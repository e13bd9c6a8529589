import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { registryPassword } from '../authorization-token.ts';

const lifetimeMs = 12 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export const getAuthorizationToken = operation<GetAuthorizationTokenRequest, GetAuthorizationTokenResponse>({
  handle(context) {
    const { clock, gatewayUrl } = context;
    const expiresAtMs = clock.now() + lifetimeMs;
    const password = registryPassword(context, lifetimeMs);
    const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
    return {
      authorizationData: [{ authorizationToken, expiresAt: toDate(expiresAtMs), proxyEndpoint: gatewayUrl }],
    };
  },
});
