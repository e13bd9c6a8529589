import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { nameAttributes } from './name-attributes.ts';
import { iamNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role */
export const roleSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    assume_role_policy: { type: 'string', required: true, equivalent: samePolicy },
    create_date: { type: 'string', computed: true },
    description: {
      type: 'string',
      optional: true,
      pattern: {
        regex: /^[^\u201c\u2018]*$/,
        message: 'cannot contain specially formatted single or double quotes',
      },
      range: [0, 1000],
    },
    force_detach_policies: { type: 'bool', optional: true, default: false },
    managed_policy_arns: {
      type: 'set(string)',
      optional: true,
      computed: true,
      deprecated:
        'managed_policy_arns is deprecated. Use the aws_iam_role_policy_attachment resource instead.',
      pattern: arnPattern,
    },
    max_session_duration: { type: 'number', optional: true, default: 3600, range: [3600, 43200] },
    ...nameAttributes,
    path: { type: 'string', optional: true, forceNew: true, default: '/', range: [0, 512] },
    permissions_boundary: { type: 'string', optional: true, pattern: arnPattern },
    unique_id: { type: 'string', computed: true },
    ...tagAttributes,
  },
  blocks: {
    inline_policy: {
      nesting: 'set',
      computed: true,
      attributes: {
        name: { type: 'string', optional: true, pattern: iamNamePattern },
        policy: { type: 'string', optional: true, equivalent: samePolicy },
      },
    },
  },
};
