import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { iamNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy */
export const rolePolicySchema: Schema = {
  attributes: {
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: iamNamePattern,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: iamNamePattern,
      conflictsWith: ['name'],
    },
    policy: { type: 'string', required: true, equivalent: samePolicy },
    role: {
      type: 'string',
      required: true,
      forceNew: true,
      range: [1, 128],
      pattern: { regex: /[\w+=,.@-]+/, message: 'must match [\\w+=,.@-]+' },
    },
  },
};
