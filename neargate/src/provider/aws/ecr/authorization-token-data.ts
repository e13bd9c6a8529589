import type { DataSource } from '../../../terraform/provider.ts';
import { textOf } from '../../arguments.ts';
import { timeText } from '../api-shape.ts';
import type { AwsClient } from '../client.ts';
import { authorizationTokenDataSchema } from './authorization-token-data-schema.ts';

export const authorizationTokenData: DataSource<AwsClient> = {
  schema: authorizationTokenDataSchema,
  async read(config, { client }) {
    const registryId = textOf(config, 'registry_id');
    const { authorizationData = [] } = await client.call('ecr', 'GetAuthorizationToken', {
      registryIds: registryId === undefined ? undefined : [registryId],
    });
    const [authorization] = authorizationData;
    const token = authorization?.authorizationToken ?? '';
    const [userName = '', password = ''] = Buffer.from(token, 'base64').toString('utf8').split(':');
    return {
      id: client.caller.region,
      authorization_token: token,
      expires_at: timeText(authorization?.expiresAt),
      password,
      proxy_endpoint: authorization?.proxyEndpoint ?? null,
      registry_id: registryId ?? null,
      user_name: userName,
    };
  },
};
