import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { arnPattern, jsonPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic_policy */
export const topicPolicySchema: Schema = {
  attributes: {
    arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    owner: { type: 'string', computed: true },
    policy: { type: 'string', required: true, pattern: jsonPattern, equivalent: samePolicy },
  },
};
