import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { arnPattern, notBlankPattern, timestampPattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

const onDemandThroughput: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    max_read_request_units: { type: 'number', optional: true, computed: true },
    max_write_request_units: { type: 'number', optional: true, computed: true },
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table */
export const tableSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    billing_mode: {
      type: 'string',
      optional: true,
      default: 'PROVISIONED',
      enum: ['PROVISIONED', 'PAY_PER_REQUEST'],
    },
    deletion_protection_enabled: { type: 'bool', optional: true },
    hash_key: { type: 'string', optional: true, computed: true, forceNew: true },
    name: { type: 'string', required: true, forceNew: true },
    range_key: { type: 'string', optional: true, forceNew: true },
    read_capacity: {
      type: 'number',
      optional: true,
      computed: true,
      conflictsWith: ['on_demand_throughput'],
    },
    restore_date_time: { type: 'string', optional: true, forceNew: true, pattern: timestampPattern },
    restore_backup_arn: {
      type: 'string',
      optional: true,
      pattern: arnPattern,
      conflictsWith: ['import_table', 'restore_source_name', 'restore_source_table_arn'],
    },
    restore_source_table_arn: {
      type: 'string',
      optional: true,
      pattern: arnPattern,
      conflictsWith: ['import_table', 'restore_backup_arn', 'restore_source_name'],
    },
    restore_source_name: {
      type: 'string',
      optional: true,
      conflictsWith: ['import_table', 'restore_backup_arn', 'restore_source_table_arn'],
    },
    restore_to_latest_time: { type: 'bool', optional: true, forceNew: true },
    stream_arn: { type: 'string', computed: true },
    stream_enabled: { type: 'bool', optional: true },
    stream_label: { type: 'string', computed: true },
    stream_view_type: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY', ''],
    },
    table_class: {
      type: 'string',
      optional: true,
      default: 'STANDARD',
      enum: ['STANDARD', 'STANDARD_INFREQUENT_ACCESS'],
    },
    write_capacity: {
      type: 'number',
      optional: true,
      computed: true,
      conflictsWith: ['on_demand_throughput'],
    },
  },
  blocks: {
    attribute: {
      nesting: 'set',
      computed: true,
      attributes: {
        name: { type: 'string', required: true },
        type: { type: 'string', required: true, enum: ['S', 'N', 'B'] },
      },
    },
    global_secondary_index: {
      nesting: 'set',
      computed: true,
      attributes: {
        hash_key: {
          type: 'string',
          optional: true,
          computed: true,
          deprecated: 'Use key_schema instead.',
          pattern: notBlankPattern,
        },
        name: { type: 'string', required: true },
        non_key_attributes: { type: 'set(string)', optional: true },
        projection_type: { type: 'string', required: true, enum: ['ALL', 'KEYS_ONLY', 'INCLUDE'] },
        range_key: { type: 'string', optional: true, deprecated: 'Use key_schema instead.' },
        read_capacity: { type: 'number', optional: true, computed: true },
        write_capacity: { type: 'number', optional: true, computed: true },
      },
      blocks: {
        key_schema: {
          nesting: 'list',
          computed: true,
          attributes: {
            attribute_name: { type: 'string', required: true, pattern: notBlankPattern },
            key_type: { type: 'string', required: true, enum: ['HASH', 'RANGE'] },
          },
        },
        on_demand_throughput: onDemandThroughput,
        warm_throughput: {
          nesting: 'list',
          max: 1,
          computed: true,
          attributes: {
            read_units_per_second: { type: 'number', optional: true, computed: true, range: [12000, null] },
            write_units_per_second: { type: 'number', optional: true, computed: true, range: [4000, null] },
          },
        },
      },
    },
    global_table_witness: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: { region_name: { type: 'string', optional: true, computed: true } },
    },
    import_table: {
      nesting: 'list',
      max: 1,
      attributes: {
        input_compression_type: { type: 'string', optional: true, enum: ['GZIP', 'ZSTD', 'NONE'] },
        input_format: { type: 'string', required: true, enum: ['DYNAMODB_JSON', 'ION', 'CSV'] },
      },
      blocks: {
        input_format_options: {
          nesting: 'list',
          max: 1,
          attributes: {},
          blocks: {
            csv: {
              nesting: 'list',
              max: 1,
              attributes: {
                delimiter: { type: 'string', optional: true },
                header_list: { type: 'set(string)', optional: true },
              },
            },
          },
        },
        s3_bucket_source: {
          nesting: 'list',
          min: 1,
          max: 1,
          forceNew: true,
          attributes: {
            bucket: { type: 'string', required: true },
            bucket_owner: { type: 'string', optional: true },
            key_prefix: { type: 'string', optional: true },
          },
        },
      },
    },
    local_secondary_index: {
      nesting: 'set',
      forceNew: true,
      attributes: {
        name: { type: 'string', required: true, forceNew: true },
        non_key_attributes: { type: 'list(string)', optional: true, forceNew: true },
        projection_type: {
          type: 'string',
          required: true,
          forceNew: true,
          enum: ['ALL', 'KEYS_ONLY', 'INCLUDE'],
        },
        range_key: { type: 'string', required: true, forceNew: true },
      },
    },
    on_demand_throughput: onDemandThroughput,
    point_in_time_recovery: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        enabled: { type: 'bool', required: true },
        recovery_period_in_days: { type: 'number', optional: true, computed: true, range: [1, 35] },
      },
    },
    replica: {
      nesting: 'set',
      attributes: {
        arn: { type: 'string', computed: true },
        consistency_mode: {
          type: 'string',
          optional: true,
          default: 'EVENTUAL',
          enum: ['EVENTUAL', 'STRONG'],
        },
        deletion_protection_enabled: { type: 'bool', optional: true, computed: true },
        kms_key_arn: { type: 'string', optional: true, computed: true, pattern: arnPattern },
        point_in_time_recovery: { type: 'bool', optional: true, default: false },
        propagate_tags: { type: 'bool', optional: true, default: false },
        region_name: { type: 'string', required: true },
        stream_arn: { type: 'string', computed: true },
        stream_label: { type: 'string', computed: true },
      },
    },
    server_side_encryption: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        enabled: { type: 'bool', required: true },
        kms_key_arn: { type: 'string', optional: true, computed: true, pattern: arnPattern },
      },
    },
    ttl: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        attribute_name: { type: 'string', optional: true },
        enabled: { type: 'bool', optional: true, default: false },
      },
    },
    warm_throughput: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        read_units_per_second: { type: 'number', optional: true, computed: true, range: [12000, null] },
        write_units_per_second: { type: 'number', optional: true, computed: true, range: [4000, null] },
      },
    },
    timeouts: timeouts('create', 'delete', 'update'),
  },
};
