import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';

export const stsTypes: Readonly<Record<string, ResourceType<AwsClient>>> = {};

export const stsDataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_caller_identity: {
    schema: {
      attributes: {
        account_id: { type: 'string', computed: true },
        arn: { type: 'string', computed: true },
        user_id: { type: 'string', computed: true },
      },
    },
    async read(_config, { client }) {
      const identity = await client.call('sts', 'GetCallerIdentity', {});
      return {
        id: identity.Account ?? null,
        account_id: identity.Account ?? null,
        arn: identity.Arn ?? null,
        user_id: identity.UserId ?? null,
      };
    },
  },
};
