import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/sqs_queue */
export const queueDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true },
    tags: { type: 'map(string)', computed: true },
    url: { type: 'string', computed: true },
  },
};
