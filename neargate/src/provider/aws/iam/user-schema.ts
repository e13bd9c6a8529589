import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';
import { principalNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user */
export const userSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    force_destroy: { type: 'bool', optional: true, default: false },
    name: { type: 'string', required: true, pattern: principalNamePattern },
    path: { type: 'string', optional: true, default: '/' },
    permissions_boundary: { type: 'string', optional: true, range: [0, 2048] },
    unique_id: { type: 'string', computed: true },
    ...tagAttributes,
  },
};
