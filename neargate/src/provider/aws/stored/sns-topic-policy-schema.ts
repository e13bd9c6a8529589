import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { arnPattern, jsonPattern } from '../patterns.ts';

/** The arguments and attributes of `aws_sns_topic_policy`, as the provider's 6.x documentation lists them. */
export const snsTopicPolicySchema: Schema = {
  attributes: {
    arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    owner: { type: 'string', computed: true },
    policy: { type: 'string', required: true, pattern: jsonPattern, equivalent: samePolicy },
  },
};
