import type { Schema } from '../../../terraform/provider.ts';

/** The arguments and attributes of `aws_service_discovery_instance`, as the provider's 6.x documentation lists them. */
export const instanceSchema: Schema = {
  attributes: {
    attributes: { type: 'map(string)', required: true },
    instance_id: { type: 'string', required: true, forceNew: true, range: [1, 64] },
    service_id: { type: 'string', required: true, forceNew: true, range: [1, 64] },
  },
};
