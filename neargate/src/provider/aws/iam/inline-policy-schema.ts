import type { AttributeSchema, Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { nameAttributes } from './name-attributes.ts';
import type { PolicyHolder } from './policy-holders.ts';

/** What is checked of the argument that names a role; those that name users and groups are left to AWS. */
const checks: Partial<Record<PolicyHolder['argument'], Partial<AttributeSchema>>> = {
  role: { range: [1, 128], pattern: { regex: /[\w+=,.@-]+/, message: 'must match [\\w+=,.@-]+' } },
};

/**
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy, and iam_user_policy and
 * iam_group_policy beside it
 */
export function inlinePolicySchema(argument: PolicyHolder['argument']): Schema {
  return {
    attributes: {
      ...nameAttributes,
      policy: { type: 'string', required: true, equivalent: samePolicy },
      [argument]: { type: 'string', required: true, forceNew: true, ...checks[argument] },
    },
  };
}
