import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy */
export const policyDataSchema: Schema = {
  attributes: {
    arn: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: arnPattern,
      conflictsWith: ['name', 'path_prefix'],
    },
    attachment_count: { type: 'number', computed: true },
    description: { type: 'string', computed: true },
    name: { type: 'string', optional: true, computed: true, conflictsWith: ['arn'] },
    path: { type: 'string', computed: true },
    path_prefix: {
      type: 'string',
      optional: true,
      range: [1, 512],
      pattern: { regex: /^[A-Za-z0-9.,+@=_/-]*$/, message: 'must match ^[A-Za-z0-9\\.,\\+@=_/-]*$' },
      conflictsWith: ['arn'],
    },
    policy: { type: 'string', computed: true },
    policy_id: { type: 'string', computed: true },
    tags: { type: 'map(string)', computed: true },
  },
};
