import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_lifecycle_configuration */
export const bucketLifecycleConfigurationSchema: Schema = {
  attributes: {
    bucket: { type: 'string', required: true, forceNew: true, range: [1, 63] },
    expected_bucket_owner: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      deprecated: 'expected_bucket_owner is deprecated',
    },
    transition_default_minimum_object_size: { type: 'string', optional: true, computed: true },
  },
  blocks: {
    rule: {
      nesting: 'list',
      min: 1,
      attributes: {
        id: { type: 'string', required: true, range: [1, 255] },
        prefix: { type: 'string', optional: true, computed: true, deprecated: 'prefix is deprecated' },
        status: { type: 'string', required: true, enum: ['Disabled', 'Enabled'] },
      },
      blocks: {
        abort_incomplete_multipart_upload: {
          nesting: 'list',
          max: 1,
          attributes: { days_after_initiation: { type: 'number', optional: true } },
        },
        expiration: {
          nesting: 'list',
          max: 1,
          attributes: {
            date: { type: 'string', optional: true },
            days: { type: 'number', optional: true, computed: true },
            expired_object_delete_marker: { type: 'bool', optional: true, computed: true },
          },
        },
        filter: {
          nesting: 'list',
          max: 1,
          attributes: {
            object_size_greater_than: { type: 'number', optional: true, computed: true },
            object_size_less_than: { type: 'number', optional: true, computed: true },
            prefix: { type: 'string', optional: true, computed: true },
          },
          blocks: {
            and: {
              nesting: 'list',
              max: 1,
              attributes: {
                object_size_greater_than: {
                  type: 'number',
                  optional: true,
                  computed: true,
                  range: [0, null],
                },
                object_size_less_than: { type: 'number', optional: true, computed: true, range: [1, null] },
                prefix: { type: 'string', optional: true, computed: true },
                tags: { type: 'map(string)', optional: true },
              },
            },
            tag: {
              nesting: 'list',
              max: 1,
              attributes: {
                key: { type: 'string', required: true },
                value: { type: 'string', required: true },
              },
            },
          },
        },
        noncurrent_version_expiration: {
          nesting: 'list',
          max: 1,
          attributes: {
            newer_noncurrent_versions: { type: 'number', optional: true, range: [1, null] },
            noncurrent_days: { type: 'number', required: true, range: [1, null] },
          },
        },
        noncurrent_version_transition: {
          nesting: 'set',
          attributes: {
            newer_noncurrent_versions: { type: 'number', optional: true, range: [1, null] },
            noncurrent_days: { type: 'number', required: true, range: [0, null] },
            storage_class: { type: 'string', required: true },
          },
        },
        transition: {
          nesting: 'set',
          attributes: {
            date: { type: 'string', optional: true },
            days: { type: 'number', optional: true, computed: true, range: [0, null] },
            storage_class: { type: 'string', required: true },
          },
        },
      },
    },
  },
};
