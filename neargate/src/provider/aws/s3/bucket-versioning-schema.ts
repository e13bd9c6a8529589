import type { Schema } from '../../../terraform/provider.ts';
import { accountIdPattern } from '../value-patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_versioning */
export const bucketVersioningSchema: Schema = {
  attributes: {
    bucket: { type: 'string', required: true, forceNew: true, range: [1, 63] },
    expected_bucket_owner: {
      type: 'string',
      optional: true,
      deprecated: 'expected_bucket_owner is deprecated',
      pattern: accountIdPattern,
    },
    mfa: { type: 'string', optional: true },
  },
  blocks: {
    versioning_configuration: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        mfa_delete: { type: 'string', optional: true, computed: true, enum: ['Enabled', 'Disabled'] },
        status: { type: 'string', required: true, enum: ['Enabled', 'Suspended', 'Disabled'] },
      },
    },
  },
};
