import type { Schema } from '../../../terraform/provider.ts';
import { accountIdPattern } from '../value-patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_acl */
export const bucketAclSchema: Schema = {
  attributes: {
    acl: {
      type: 'string',
      optional: true,
      enum: [
        'private',
        'public-read',
        'public-read-write',
        'authenticated-read',
        'aws-exec-read',
        'bucket-owner-read',
        'bucket-owner-full-control',
        'log-delivery-write',
      ],
      exactlyOneOf: ['acl', 'access_control_policy'],
    },
    bucket: { type: 'string', required: true, forceNew: true, range: [1, 63] },
    expected_bucket_owner: {
      type: 'string',
      optional: true,
      deprecated: 'expected_bucket_owner is deprecated',
      pattern: accountIdPattern,
    },
  },
  blocks: {
    access_control_policy: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {},
      blocks: {
        grant: {
          nesting: 'set',
          attributes: {
            permission: {
              type: 'string',
              required: true,
              enum: ['FULL_CONTROL', 'WRITE', 'WRITE_ACP', 'READ', 'READ_ACP'],
            },
          },
          blocks: {
            grantee: {
              nesting: 'list',
              max: 1,
              attributes: {
                email_address: { type: 'string', optional: true },
                display_name: { type: 'string', computed: true, deprecated: 'display_name is deprecated' },
                id: { type: 'string', optional: true },
                type: {
                  type: 'string',
                  required: true,
                  enum: ['CanonicalUser', 'AmazonCustomerByEmail', 'Group'],
                },
                uri: { type: 'string', optional: true },
              },
            },
          },
        },
        owner: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: {
            display_name: {
              type: 'string',
              optional: true,
              computed: true,
              deprecated: 'display_name is deprecated',
            },
            id: { type: 'string', required: true },
          },
        },
      },
    },
  },
};
