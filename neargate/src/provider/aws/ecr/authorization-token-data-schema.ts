import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecr_authorization_token */
export const authorizationTokenDataSchema: Schema = {
  attributes: {
    authorization_token: { type: 'string', computed: true, sensitive: true },
    expires_at: { type: 'string', computed: true },
    password: { type: 'string', computed: true, sensitive: true },
    proxy_endpoint: { type: 'string', computed: true },
    registry_id: { type: 'string', optional: true },
    user_name: { type: 'string', computed: true },
  },
};
