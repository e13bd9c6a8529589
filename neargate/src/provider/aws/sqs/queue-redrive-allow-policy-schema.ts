import type { Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { jsonPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue_redrive_allow_policy */
export const queueRedriveAllowPolicySchema: Schema = {
  attributes: {
    queue_url: { type: 'string', required: true, forceNew: true },
    redrive_allow_policy: { type: 'string', required: true, pattern: jsonPattern, equivalent: sameJson },
  },
};
