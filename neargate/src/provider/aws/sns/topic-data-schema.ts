import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/sns_topic */
export const topicDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true },
    tags: { type: 'map(string)', computed: true },
  },
};
