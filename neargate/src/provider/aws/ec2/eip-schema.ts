import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_eip`, as the provider's 6.x documentation lists them. */
export const eipSchema: Schema = {
  attributes: {
    ...tagAttributes,
    address: { type: 'string', optional: true, forceNew: true },
    allocation_id: { type: 'string', computed: true },
    arn: { type: 'string', computed: true },
    associate_with_private_ip: { type: 'string', optional: true },
    association_id: { type: 'string', computed: true },
    carrier_ip: { type: 'string', computed: true },
    customer_owned_ip: { type: 'string', computed: true },
    customer_owned_ipv4_pool: { type: 'string', optional: true },
    domain: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['vpc', 'standard'],
    },
    instance: { type: 'string', optional: true, computed: true },
    ipam_pool_id: { type: 'string', optional: true, computed: true, forceNew: true },
    network_border_group: { type: 'string', optional: true, computed: true, forceNew: true },
    network_interface: { type: 'string', optional: true, computed: true },
    private_dns: { type: 'string', computed: true },
    private_ip: { type: 'string', computed: true },
    ptr_record: { type: 'string', computed: true },
    public_dns: { type: 'string', computed: true },
    public_ip: { type: 'string', computed: true },
    public_ipv4_pool: { type: 'string', optional: true, computed: true, forceNew: true },
  },
  blocks: { timeouts: timeouts('read', 'update', 'delete') },
};
