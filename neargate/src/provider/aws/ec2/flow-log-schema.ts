import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

const oneOf = [
  'eni_id',
  'regional_nat_gateway_id',
  'subnet_id',
  'transit_gateway_attachment_id',
  'transit_gateway_id',
  'vpc_id',
];

/** The arguments and attributes of `aws_flow_log`, as the provider's 6.x documentation lists them. */
export const flowLogSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    deliver_cross_account_role: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: arnPattern,
    },
    eni_id: { type: 'string', optional: true, forceNew: true, exactlyOneOf: oneOf },
    iam_role_arn: { type: 'string', optional: true, forceNew: true, pattern: arnPattern },
    log_destination: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: arnPattern,
    },
    log_destination_type: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'cloud-watch-logs',
      enum: ['cloud-watch-logs', 's3', 'kinesis-data-firehose'],
    },
    log_format: { type: 'string', optional: true, computed: true, forceNew: true },
    max_aggregation_interval: {
      type: 'number',
      optional: true,
      forceNew: true,
      default: 600,
      range: [60, 600],
    },
    regional_nat_gateway_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      exactlyOneOf: oneOf,
    },
    subnet_id: { type: 'string', optional: true, forceNew: true, exactlyOneOf: oneOf },
    traffic_type: {
      type: 'string',
      optional: true,
      forceNew: true,
      enum: ['ACCEPT', 'REJECT', 'ALL'],
    },
    transit_gateway_attachment_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      exactlyOneOf: oneOf,
    },
    transit_gateway_id: { type: 'string', optional: true, forceNew: true, exactlyOneOf: oneOf },
    vpc_id: { type: 'string', optional: true, forceNew: true, exactlyOneOf: oneOf },
  },
  blocks: {
    destination_options: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: {
        file_format: {
          type: 'string',
          optional: true,
          forceNew: true,
          default: 'plain-text',
          enum: ['plain-text', 'parquet'],
        },
        hive_compatible_partitions: {
          type: 'bool',
          optional: true,
          forceNew: true,
          default: false,
        },
        per_hour_partition: { type: 'bool', optional: true, forceNew: true, default: false },
      },
    },
    tag_field_specification: {
      nesting: 'set',
      forceNew: true,
      attributes: {
        resource_type: { type: 'string', required: true, forceNew: true },
        tag_keys: { type: 'list(string)', required: true, forceNew: true },
      },
    },
  },
};
