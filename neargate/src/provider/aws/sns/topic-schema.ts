import type { Schema } from '../../../terraform/provider.ts';
import { sameJson, samePolicy } from '../equivalence.ts';
import { arnPattern, jsonPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic */
export const topicSchema: Schema = {
  attributes: {
    ...tagAttributes,
    application_failure_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    application_success_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    application_success_feedback_sample_rate: { type: 'number', optional: true, range: [0, 100] },
    archive_policy: { type: 'string', optional: true, pattern: jsonPattern, equivalent: sameJson },
    arn: { type: 'string', computed: true },
    beginning_archive_time: { type: 'string', computed: true },
    content_based_deduplication: { type: 'bool', optional: true, default: false },
    delivery_policy: { type: 'string', optional: true, pattern: jsonPattern, equivalent: sameJson },
    display_name: { type: 'string', optional: true },
    fifo_throughput_scope: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['Topic', 'MessageGroup'],
    },
    fifo_topic: { type: 'bool', optional: true, forceNew: true, default: false },
    firehose_failure_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    firehose_success_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    firehose_success_feedback_sample_rate: { type: 'number', optional: true, range: [0, 100] },
    http_failure_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    http_success_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    http_success_feedback_sample_rate: { type: 'number', optional: true, range: [0, 100] },
    kms_master_key_id: { type: 'string', optional: true },
    lambda_failure_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    lambda_success_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    lambda_success_feedback_sample_rate: { type: 'number', optional: true, range: [0, 100] },
    name: { type: 'string', optional: true, computed: true, forceNew: true, conflictsWith: ['name_prefix'] },
    name_prefix: { type: 'string', optional: true, computed: true, forceNew: true, conflictsWith: ['name'] },
    owner: { type: 'string', computed: true },
    policy: { type: 'string', optional: true, computed: true, pattern: jsonPattern, equivalent: samePolicy },
    signature_version: { type: 'number', optional: true, computed: true, range: [1, 2] },
    sqs_failure_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    sqs_success_feedback_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    sqs_success_feedback_sample_rate: { type: 'number', optional: true, range: [0, 100] },
    tracing_config: { type: 'string', optional: true, computed: true, enum: ['Active', 'PassThrough'] },
  },
};
