import type { Schema } from '../../../terraform/provider.ts';
import { ipv4Pattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_nat_gateway`, as the provider's 6.x documentation lists them. */
export const natGatewaySchema: Schema = {
  attributes: {
    ...tagAttributes,
    allocation_id: { type: 'string', optional: true, forceNew: true },
    association_id: { type: 'string', computed: true },
    auto_provision_zones: { type: 'string', computed: true },
    auto_scaling_ips: { type: 'string', computed: true },
    availability_mode: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['zonal', 'regional'],
    },
    connectivity_type: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'public',
      enum: ['private', 'public'],
    },
    network_interface_id: { type: 'string', computed: true },
    private_ip: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: ipv4Pattern,
    },
    public_ip: { type: 'string', computed: true },
    regional_nat_gateway_address: {
      type: 'set(object({allocation_id: string, association_id: string, availability_zone: string, availability_zone_id: string, network_interface_id: string, public_ip: string, status: string}))',
      computed: true,
    },
    regional_nat_gateway_auto_mode: { type: 'string', computed: true },
    route_table_id: { type: 'string', computed: true },
    secondary_allocation_ids: { type: 'set(string)', optional: true, computed: true },
    secondary_private_ip_address_count: {
      type: 'number',
      optional: true,
      computed: true,
      conflictsWith: ['secondary_private_ip_addresses'],
    },
    secondary_private_ip_addresses: {
      type: 'set(string)',
      optional: true,
      computed: true,
      conflictsWith: ['secondary_private_ip_address_count'],
    },
    subnet_id: { type: 'string', optional: true, forceNew: true },
    vpc_id: { type: 'string', optional: true, computed: true, forceNew: true },
  },
  blocks: {
    availability_zone_address: {
      nesting: 'set',
      attributes: {
        allocation_ids: { type: 'set(string)', optional: true },
        availability_zone: { type: 'string', optional: true },
        availability_zone_id: { type: 'string', optional: true, computed: true },
      },
    },
    timeouts: timeouts('create', 'update', 'delete'),
  },
};
