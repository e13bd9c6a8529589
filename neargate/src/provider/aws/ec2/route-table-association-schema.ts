import type { Schema } from '../../../terraform/provider.ts';
import { timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_route_table_association`, as the provider's 6.x documentation lists them. */
export const routeTableAssociationSchema: Schema = {
  attributes: {
    gateway_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      exactlyOneOf: ['gateway_id', 'subnet_id'],
    },
    route_table_id: { type: 'string', required: true },
    subnet_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      exactlyOneOf: ['gateway_id', 'subnet_id'],
    },
  },
  blocks: { timeouts: timeouts('create', 'update', 'delete') },
};
