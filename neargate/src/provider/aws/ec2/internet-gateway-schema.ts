import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_internet_gateway`, as the provider's 6.x documentation lists them. */
export const internetGatewaySchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    vpc_id: { type: 'string', optional: true, computed: true },
  },
  blocks: { timeouts: timeouts('create', 'update', 'delete') },
};
