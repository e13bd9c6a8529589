import type { Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { arnPattern, jsonPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic_data_protection_policy */
export const topicDataProtectionPolicySchema: Schema = {
  attributes: {
    arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    policy: { type: 'string', required: true, pattern: jsonPattern, equivalent: sameJson },
  },
};
