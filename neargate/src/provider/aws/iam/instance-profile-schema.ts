import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';
import { nameAttributes } from './name-attributes.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_instance_profile */
export const instanceProfileSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    create_date: { type: 'string', computed: true },
    ...nameAttributes,
    path: { type: 'string', optional: true, forceNew: true, default: '/' },
    role: { type: 'string', optional: true },
    unique_id: { type: 'string', computed: true },
    ...tagAttributes,
  },
};
