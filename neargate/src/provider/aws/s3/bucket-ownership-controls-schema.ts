import type { Schema } from '../../../terraform/provider.ts';
import { notBlankPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_ownership_controls */
export const bucketOwnershipControlsSchema: Schema = {
  attributes: { bucket: { type: 'string', required: true, forceNew: true, pattern: notBlankPattern } },
  blocks: {
    rule: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        object_ownership: {
          type: 'string',
          required: true,
          enum: ['BucketOwnerPreferred', 'ObjectWriter', 'BucketOwnerEnforced'],
        },
      },
    },
  },
};
