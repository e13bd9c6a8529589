import type { Schema } from '../../../terraform/provider.ts';
import { accountIdPattern } from '../value-patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_server_side_encryption_configuration */
export const bucketServerSideEncryptionConfigurationSchema: Schema = {
  attributes: {
    bucket: { type: 'string', required: true, forceNew: true, range: [1, 63] },
    expected_bucket_owner: {
      type: 'string',
      optional: true,
      deprecated: 'expected_bucket_owner is deprecated',
      pattern: accountIdPattern,
    },
  },
  blocks: {
    rule: {
      nesting: 'set',
      min: 1,
      attributes: {
        blocked_encryption_types: {
          type: 'list(string)',
          optional: true,
          computed: true,
          enum: ['NONE', 'SSE-C'],
        },
        bucket_key_enabled: { type: 'bool', optional: true, computed: true },
      },
      blocks: {
        apply_server_side_encryption_by_default: {
          nesting: 'list',
          max: 1,
          attributes: {
            kms_master_key_id: { type: 'string', optional: true, computed: true },
            sse_algorithm: {
              type: 'string',
              required: true,
              enum: ['AES256', 'aws:fsx', 'aws:kms', 'aws:kms:dsse'],
            },
          },
        },
      },
    },
  },
};
