import { textOf } from '../../arguments.ts';
import { snsTopicPolicySchema } from './sns-topic-policy-schema.ts';
import { snsTopicSchema } from './sns-topic-schema.ts';
import { snsTopicSubscriptionSchema } from './sns-topic-subscription-schema.ts';
import { sqsQueuePolicySchema } from './sqs-queue-policy-schema.ts';
import { sqsQueueSchema } from './sqs-queue-schema.ts';
import type { StoredType } from './stored-type.ts';

/** Topics and queues. No message is taken or delivered. */
export const messagingTypes: Readonly<Record<string, StoredType>> = {
  aws_sns_topic: {
    schema: snsTopicSchema,
    generatesName: { suffix: ({ fifo_topic }) => (fifo_topic === true ? '.fifo' : '') },
    computed: {
      id: '{arn}',
      arn: 'arn:{partition}:sns:{region}:{account}:{name}',
      beginning_archive_time: '',
      fifo_throughput_scope: '',
      owner: '{account}',
      policy: {
        from: ['arn'],
        make: ({ arn }, { caller }) =>
          JSON.stringify({
            Version: '2008-10-17',
            Id: '__default_policy_ID',
            Statement: [
              {
                Sid: '__default_statement_ID',
                Effect: 'Allow',
                Principal: { AWS: '*' },
                Action: [
                  'SNS:GetTopicAttributes',
                  'SNS:SetTopicAttributes',
                  'SNS:AddPermission',
                  'SNS:RemovePermission',
                  'SNS:DeleteTopic',
                  'SNS:Subscribe',
                  'SNS:ListSubscriptionsByTopic',
                  'SNS:Publish',
                ],
                Resource: arn ?? '*',
                Condition: { StringEquals: { 'AWS:SourceOwner': caller.accountId } },
              },
            ],
          }),
      },
      signature_version: 0,
      tracing_config: '',
    },
  },
  aws_sns_topic_policy: { schema: snsTopicPolicySchema, computed: { id: '{arn}', owner: '{account}' } },
  aws_sns_topic_subscription: {
    schema: snsTopicSubscriptionSchema,
    computed: {
      id: '{arn}',
      arn: '{topic_arn}:{uuid}',
      confirmation_was_authenticated: true,
      filter_policy_scope: {
        from: ['filter_policy'],
        make: (subscription) =>
          textOf(subscription, 'filter_policy') === undefined ? '' : 'MessageAttributes',
      },
      owner_id: '{account}',
      // Nobody answers a confirmation; protocols that need none are confirmed as on AWS.
      pending_confirmation: {
        from: ['protocol'],
        make: ({ protocol }) =>
          ['email', 'email-json', 'http', 'https'].includes(typeof protocol === 'string' ? protocol : ''),
      },
    },
  },
  aws_sqs_queue: {
    schema: sqsQueueSchema,
    generatesName: { suffix: ({ fifo_queue }) => (fifo_queue === true ? '.fifo' : '') },
    computed: {
      id: '{url}',
      url: 'https://sqs.{region}.amazonaws.com/{account}/{name}',
      arn: 'arn:{partition}:sqs:{region}:{account}:{name}',
      deduplication_scope: {
        from: ['fifo_queue'],
        make: ({ fifo_queue }) => (fifo_queue === true ? 'queue' : ''),
      },
      fifo_throughput_limit: {
        from: ['fifo_queue'],
        make: ({ fifo_queue }) => (fifo_queue === true ? 'perQueue' : ''),
      },
      kms_data_key_reuse_period_seconds: 300,
      sqs_managed_sse_enabled: {
        from: ['kms_master_key_id'],
        make: (queue) => textOf(queue, 'kms_master_key_id') === undefined,
      },
    },
  },
  aws_sqs_queue_policy: { schema: sqsQueuePolicySchema, computed: { id: '{queue_url}' } },
};
