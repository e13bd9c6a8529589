import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/kms_alias */
export const aliasDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true },
    target_key_arn: { type: 'string', computed: true },
    target_key_id: { type: 'string', computed: true },
  },
};
