import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { jsonPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue_policy */
export const queuePolicySchema: Schema = {
  attributes: {
    policy: { type: 'string', required: true, pattern: jsonPattern, equivalent: samePolicy },
    queue_url: { type: 'string', required: true, forceNew: true },
  },
};
