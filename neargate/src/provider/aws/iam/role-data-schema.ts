import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_role */
export const roleDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    assume_role_policy: { type: 'string', computed: true },
    create_date: { type: 'string', computed: true },
    description: { type: 'string', computed: true },
    max_session_duration: { type: 'number', computed: true },
    name: { type: 'string', required: true },
    path: { type: 'string', computed: true },
    permissions_boundary: { type: 'string', computed: true },
    role_last_used: { type: 'list(object({region = string, last_used_date = string}))', computed: true },
    tags: { type: 'map(string)', computed: true },
    unique_id: { type: 'string', computed: true },
  },
};
