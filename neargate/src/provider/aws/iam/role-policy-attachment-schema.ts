import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachment */
export const rolePolicyAttachmentSchema: Schema = {
  attributes: {
    policy_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    role: { type: 'string', required: true, forceNew: true },
  },
};
