import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { registryPassword } from '../authorization-token.ts';

const lifetimeMs = 12 * 60 * 60 * 1000;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export const getAuthorizationToken = operation<GetAuthorizationTokenRequest, GetAuthorizationTokenResponse>({
  handle({ caller, clock, ids, gatewayUrl }) {
    const { accountId, region } = caller;
    const expiresAtMs = clock.now() + lifetimeMs;
    const password = registryPassword({ accountId, region, expiresAtMs, id: ids.uuid() });
    const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
    return {
      authorizationData: [{ authorizationToken, expiresAt: toDate(expiresAtMs), proxyEndpoint: gatewayUrl }],
    };
  },
});
