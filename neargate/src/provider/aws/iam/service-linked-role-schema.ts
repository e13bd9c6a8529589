import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_iam_service_linked_role`, as the provider's 6.x documentation lists them. */
export const serviceLinkedRoleSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    aws_service_name: {
      type: 'string',
      required: true,
      forceNew: true,
      pattern: { regex: /\./, message: 'must match \\.' },
    },
    create_date: { type: 'string', computed: true },
    custom_suffix: { type: 'string', optional: true, forceNew: true },
    description: { type: 'string', optional: true },
    name: { type: 'string', computed: true },
    path: { type: 'string', computed: true },
    unique_id: { type: 'string', computed: true },
  },
};
