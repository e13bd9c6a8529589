import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/secretsmanager_secret_version */
export const secretVersionDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true, deprecated: 'arn is deprecated' },
    created_date: { type: 'string', computed: true },
    secret_arn: { type: 'string', computed: true },
    secret_id: { type: 'string', required: true },
    secret_binary: { type: 'string', computed: true, sensitive: true },
    secret_string: { type: 'string', computed: true, sensitive: true },
    version_id: { type: 'string', optional: true, computed: true },
    version_stage: { type: 'string', optional: true, default: 'AWSCURRENT' },
    version_stages: { type: 'set(string)', computed: true },
  },
};
