import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_public_access_block */
export const bucketPublicAccessBlockSchema: Schema = {
  attributes: {
    block_public_acls: { type: 'bool', optional: true, default: false },
    block_public_policy: { type: 'bool', optional: true, default: false },
    bucket: { type: 'string', required: true, forceNew: true },
    ignore_public_acls: { type: 'bool', optional: true, default: false },
    restrict_public_buckets: { type: 'bool', optional: true, default: false },
    skip_destroy: { type: 'bool', optional: true },
  },
};
