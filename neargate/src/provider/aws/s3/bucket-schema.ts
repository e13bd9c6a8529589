import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { accountIdPattern } from '../value-patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket */
export const bucketSchema: Schema = {
  attributes: {
    acceleration_status: {
      type: 'string',
      optional: true,
      computed: true,
      deprecated:
        'acceleration_status is deprecated. Use the aws_s3_bucket_accelerate_configuration resource instead.',
      enum: ['Enabled', 'Suspended'],
    },
    acl: {
      type: 'string',
      optional: true,
      computed: true,
      deprecated: 'acl is deprecated. Use the aws_s3_bucket_acl resource instead.',
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
      conflictsWith: ['grant'],
    },
    arn: { type: 'string', computed: true },
    bucket: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [0, 63],
      pattern: {
        regex: /^(?!.*(?:^(?:[0-9a-z.-]+)--(?:[0-9a-z]+(?:-[0-9a-z]+)+)--x-s3$))/s,
        message: 'must not match ^(?:[0-9a-z.-]+)--(?:[0-9a-z]+(?:-[0-9a-z]+)+)--x-s3$',
      },
      conflictsWith: ['bucket_prefix'],
    },
    bucket_domain_name: { type: 'string', computed: true },
    bucket_namespace: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['account-regional', 'global'],
    },
    bucket_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [0, 37],
      conflictsWith: ['bucket'],
    },
    bucket_region: { type: 'string', computed: true },
    bucket_regional_domain_name: { type: 'string', computed: true },
    force_destroy: { type: 'bool', optional: true, default: false },
    hosted_zone_id: { type: 'string', computed: true },
    object_lock_enabled: {
      type: 'bool',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['object_lock_configuration'],
    },
    policy: {
      type: 'string',
      optional: true,
      computed: true,
      deprecated: 'policy is deprecated. Use the aws_s3_bucket_policy resource instead.',
      equivalent: samePolicy,
    },
    request_payer: {
      type: 'string',
      optional: true,
      computed: true,
      deprecated:
        'request_payer is deprecated. Use the aws_s3_bucket_request_payment_configuration resource instead.',
      enum: ['Requester', 'BucketOwner'],
    },
    website_domain: {
      type: 'string',
      computed: true,
      deprecated: 'website_domain is deprecated. Use the aws_s3_bucket_website_configuration resource.',
    },
    website_endpoint: {
      type: 'string',
      computed: true,
      deprecated: 'website_endpoint is deprecated. Use the aws_s3_bucket_website_configuration resource.',
    },
    ...tagAttributes,
  },
  blocks: {
    cors_rule: {
      nesting: 'list',
      computed: true,
      attributes: {
        allowed_headers: { type: 'list(string)', optional: true },
        allowed_methods: { type: 'list(string)', required: true },
        allowed_origins: { type: 'list(string)', required: true },
        expose_headers: { type: 'list(string)', optional: true },
        max_age_seconds: { type: 'number', optional: true },
      },
    },
    grant: {
      nesting: 'set',
      computed: true,
      attributes: {
        id: { type: 'string', optional: true },
        permissions: {
          type: 'set(string)',
          required: true,
          enum: ['FULL_CONTROL', 'WRITE', 'WRITE_ACP', 'READ', 'READ_ACP'],
        },
        type: { type: 'string', required: true, enum: ['CanonicalUser', 'Group'] },
        uri: { type: 'string', optional: true },
      },
    },
    lifecycle_rule: {
      nesting: 'list',
      computed: true,
      attributes: {
        abort_incomplete_multipart_upload_days: { type: 'number', optional: true },
        enabled: { type: 'bool', required: true },
        id: { type: 'string', optional: true, computed: true, range: [0, 255] },
        prefix: { type: 'string', optional: true },
        tags: { type: 'map(string)', optional: true },
      },
      blocks: {
        expiration: {
          nesting: 'list',
          max: 1,
          attributes: {
            date: { type: 'string', optional: true },
            days: { type: 'number', optional: true, range: [0, null] },
            expired_object_delete_marker: { type: 'bool', optional: true },
          },
        },
        noncurrent_version_expiration: {
          nesting: 'list',
          max: 1,
          attributes: { days: { type: 'number', optional: true, range: [1, null] } },
        },
        noncurrent_version_transition: {
          nesting: 'set',
          attributes: {
            days: { type: 'number', optional: true, range: [0, null] },
            storage_class: {
              type: 'string',
              required: true,
              enum: [
                'GLACIER',
                'STANDARD_IA',
                'ONEZONE_IA',
                'INTELLIGENT_TIERING',
                'DEEP_ARCHIVE',
                'GLACIER_IR',
              ],
            },
          },
        },
        transition: {
          nesting: 'set',
          attributes: {
            date: { type: 'string', optional: true },
            days: { type: 'number', optional: true, range: [0, null] },
            storage_class: {
              type: 'string',
              required: true,
              enum: [
                'GLACIER',
                'STANDARD_IA',
                'ONEZONE_IA',
                'INTELLIGENT_TIERING',
                'DEEP_ARCHIVE',
                'GLACIER_IR',
              ],
            },
          },
        },
      },
    },
    logging: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        target_bucket: { type: 'string', required: true },
        target_prefix: { type: 'string', optional: true },
      },
    },
    object_lock_configuration: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        object_lock_enabled: {
          type: 'string',
          optional: true,
          forceNew: true,
          deprecated: 'object_lock_enabled is deprecated',
          enum: ['Enabled'],
        },
      },
      blocks: {
        rule: {
          nesting: 'list',
          max: 1,
          attributes: {},
          blocks: {
            default_retention: {
              nesting: 'list',
              min: 1,
              max: 1,
              attributes: {
                days: { type: 'number', optional: true, range: [1, null] },
                mode: { type: 'string', required: true, enum: ['GOVERNANCE', 'COMPLIANCE'] },
                years: { type: 'number', optional: true, range: [1, null] },
              },
            },
          },
        },
      },
    },
    replication_configuration: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: { role: { type: 'string', required: true } },
      blocks: {
        rules: {
          nesting: 'set',
          min: 1,
          attributes: {
            delete_marker_replication_status: { type: 'string', optional: true, enum: ['Enabled'] },
            id: { type: 'string', optional: true, range: [0, 255] },
            prefix: { type: 'string', optional: true, range: [0, 1024] },
            priority: { type: 'number', optional: true },
            status: { type: 'string', required: true, enum: ['Enabled', 'Disabled'] },
          },
          blocks: {
            destination: {
              nesting: 'list',
              min: 1,
              max: 1,
              attributes: {
                account_id: { type: 'string', optional: true, pattern: accountIdPattern },
                bucket: { type: 'string', required: true, pattern: arnPattern },
                replica_kms_key_id: { type: 'string', optional: true },
                storage_class: {
                  type: 'string',
                  optional: true,
                  enum: [
                    'STANDARD',
                    'REDUCED_REDUNDANCY',
                    'STANDARD_IA',
                    'ONEZONE_IA',
                    'INTELLIGENT_TIERING',
                    'GLACIER',
                    'DEEP_ARCHIVE',
                    'OUTPOSTS',
                    'GLACIER_IR',
                    'SNOW',
                    'EXPRESS_ONEZONE',
                    'FSX_OPENZFS',
                    'FSX_ONTAP',
                  ],
                },
              },
              blocks: {
                access_control_translation: {
                  nesting: 'list',
                  max: 1,
                  attributes: { owner: { type: 'string', required: true, enum: ['Destination'] } },
                },
                metrics: {
                  nesting: 'list',
                  max: 1,
                  attributes: {
                    minutes: { type: 'number', optional: true, default: 15, range: [10, 15] },
                    status: {
                      type: 'string',
                      optional: true,
                      default: 'Enabled',
                      enum: ['Enabled', 'Disabled'],
                    },
                  },
                },
                replication_time: {
                  nesting: 'list',
                  max: 1,
                  attributes: {
                    minutes: { type: 'number', optional: true, default: 15, range: [15, 15] },
                    status: {
                      type: 'string',
                      optional: true,
                      default: 'Enabled',
                      enum: ['Enabled', 'Disabled'],
                    },
                  },
                },
              },
            },
            filter: {
              nesting: 'list',
              max: 1,
              attributes: {
                prefix: { type: 'string', optional: true, range: [0, 1024] },
                tags: { type: 'map(string)', optional: true },
              },
            },
            source_selection_criteria: {
              nesting: 'list',
              max: 1,
              attributes: {},
              blocks: {
                sse_kms_encrypted_objects: {
                  nesting: 'list',
                  max: 1,
                  attributes: { enabled: { type: 'bool', required: true } },
                },
              },
            },
          },
        },
      },
    },
    server_side_encryption_configuration: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {},
      blocks: {
        rule: {
          nesting: 'list',
          min: 1,
          max: 1,
          attributes: { bucket_key_enabled: { type: 'bool', optional: true } },
          blocks: {
            apply_server_side_encryption_by_default: {
              nesting: 'list',
              min: 1,
              max: 1,
              attributes: {
                kms_master_key_id: { type: 'string', optional: true },
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
    },
    versioning: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        enabled: { type: 'bool', optional: true, default: false },
        mfa_delete: { type: 'bool', optional: true, default: false },
      },
    },
    website: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        error_document: { type: 'string', optional: true },
        index_document: {
          type: 'string',
          optional: true,
          exactlyOneOf: ['index_document', 'redirect_all_requests_to'],
        },
        redirect_all_requests_to: {
          type: 'string',
          optional: true,
          conflictsWith: ['error_document', 'routing_rules'],
          exactlyOneOf: ['index_document', 'redirect_all_requests_to'],
        },
        routing_rules: { type: 'string', optional: true },
      },
    },
  },
};
