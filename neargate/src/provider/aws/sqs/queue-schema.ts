import type { Schema } from '../../../terraform/provider.ts';
import { sameJson, samePolicy } from '../equivalence.ts';
import { jsonPattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue */
export const queueSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    content_based_deduplication: { type: 'bool', optional: true, default: false },
    deduplication_scope: { type: 'string', optional: true, computed: true, enum: ['messageGroup', 'queue'] },
    delay_seconds: { type: 'number', optional: true, default: 0, range: [0, 900] },
    fifo_queue: { type: 'bool', optional: true, forceNew: true, default: false },
    fifo_throughput_limit: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['perMessageGroupId', 'perQueue'],
    },
    kms_data_key_reuse_period_seconds: { type: 'number', optional: true, computed: true, range: [60, 86400] },
    kms_master_key_id: { type: 'string', optional: true, conflictsWith: ['sqs_managed_sse_enabled'] },
    max_message_size: { type: 'number', optional: true, default: 262144, range: [1024, 1048576] },
    message_retention_seconds: { type: 'number', optional: true, default: 345600, range: [60, 1209600] },
    name: { type: 'string', optional: true, computed: true, forceNew: true, conflictsWith: ['name_prefix'] },
    name_prefix: { type: 'string', optional: true, computed: true, forceNew: true, conflictsWith: ['name'] },
    policy: { type: 'string', optional: true, computed: true, pattern: jsonPattern, equivalent: samePolicy },
    receive_wait_time_seconds: { type: 'number', optional: true, default: 0 },
    redrive_allow_policy: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: jsonPattern,
      equivalent: sameJson,
    },
    redrive_policy: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: jsonPattern,
      equivalent: sameJson,
    },
    sqs_managed_sse_enabled: {
      type: 'bool',
      optional: true,
      computed: true,
      conflictsWith: ['kms_master_key_id'],
    },
    url: { type: 'string', computed: true },
    visibility_timeout_seconds: { type: 'number', optional: true, default: 30, range: [0, 43200] },
  },
  blocks: { timeouts: timeouts('create', 'update', 'delete') },
};
