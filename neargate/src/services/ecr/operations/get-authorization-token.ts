import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';

const lifetimeMs = 12 * 60 * 60 * 1000;

/** The password says who and until when, for the registry's door to read; it protects nothing. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export const getAuthorizationToken = operation<GetAuthorizationTokenRequest, GetAuthorizationTokenResponse>({
  handle({ caller, clock, ids, gatewayUrl }) {
    const expiresAtMs = clock.now() + lifetimeMs;
    const claims = { accountId: caller.accountId, region: caller.region, expiresAtMs, id: ids.uuid() };
    const password = Buffer.from(JSON.stringify(claims)).toString('base64');
    const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
    return {
      authorizationData: [{ authorizationToken, expiresAt: toDate(expiresAtMs), proxyEndpoint: gatewayUrl }],
    };
  },
});
