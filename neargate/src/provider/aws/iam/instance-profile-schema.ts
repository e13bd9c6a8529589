import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';
import { iamNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_instance_profile */
export const instanceProfileSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    create_date: { type: 'string', computed: true },
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
    path: { type: 'string', optional: true, forceNew: true, default: '/' },
    role: { type: 'string', optional: true },
    unique_id: { type: 'string', computed: true },
    ...tagAttributes,
  },
};
