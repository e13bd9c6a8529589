import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { jsonPattern } from '../patterns.ts';

/** The arguments and attributes of `aws_sqs_queue_policy`, as the provider's 6.x documentation lists them. */
export const sqsQueuePolicySchema: Schema = {
  attributes: {
    policy: { type: 'string', required: true, pattern: jsonPattern, equivalent: samePolicy },
    queue_url: { type: 'string', required: true, forceNew: true },
  },
};
