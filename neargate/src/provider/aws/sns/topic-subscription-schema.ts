import type { Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { arnPattern, jsonPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic_subscription */
export const topicSubscriptionSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    confirmation_timeout_in_minutes: { type: 'number', optional: true, default: 1 },
    confirmation_was_authenticated: { type: 'bool', computed: true },
    delivery_policy: { type: 'string', optional: true, pattern: jsonPattern, equivalent: sameJson },
    endpoint: { type: 'string', required: true, forceNew: true },
    endpoint_auto_confirms: { type: 'bool', optional: true, default: false },
    filter_policy: { type: 'string', optional: true, pattern: jsonPattern, equivalent: sameJson },
    filter_policy_scope: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['MessageAttributes', 'MessageBody'],
    },
    owner_id: { type: 'string', computed: true },
    pending_confirmation: { type: 'bool', computed: true },
    protocol: {
      type: 'string',
      required: true,
      forceNew: true,
      enum: ['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs'],
    },
    raw_message_delivery: { type: 'bool', optional: true, default: false },
    redrive_policy: { type: 'string', optional: true, pattern: jsonPattern, equivalent: sameJson },
    replay_policy: { type: 'string', optional: true, pattern: jsonPattern, equivalent: sameJson },
    subscription_role_arn: { type: 'string', optional: true, pattern: arnPattern },
    topic_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
  },
};
