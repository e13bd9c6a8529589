import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { tagAttributes } from '../schema-parts.ts';
import { nameAttributes } from './name-attributes.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy */
export const policySchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    attachment_count: { type: 'number', computed: true },
    delay_after_policy_creation_in_ms: { type: 'number', optional: true },
    description: { type: 'string', optional: true, forceNew: true },
    ...nameAttributes,
    path: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: '/',
      range: [1, 512],
      pattern: { regex: /^[A-Za-z0-9.,+@=_/-]*$/, message: 'must match ^[A-Za-z0-9\\.,\\+@=_/-]*$' },
    },
    policy: { type: 'string', required: true, equivalent: samePolicy },
    policy_id: { type: 'string', computed: true },
    ...tagAttributes,
  },
};
