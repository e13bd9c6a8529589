import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codedeploy_app */
export const appSchema: Schema = {
  attributes: {
    application_id: { type: 'string', computed: true },
    arn: { type: 'string', computed: true },
    compute_platform: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'Server',
      enum: ['Server', 'Lambda', 'ECS'],
    },
    github_account_name: { type: 'string', computed: true },
    linked_to_github: { type: 'bool', computed: true },
    name: { type: 'string', required: true, range: [1, 100] },
    ...tagAttributes,
  },
};
