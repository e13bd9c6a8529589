import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { arnPattern, ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** `route`, also as an attribute: `route = []` removes all routes, leaving it out leaves them alone. */
export const routeBlocks: BlockSchema = {
  nesting: 'set',
  computed: true,
  attributeMode: true,
  attributes: {
    cidr_block: { type: 'string', optional: true, pattern: ipv4CidrPattern },
    destination_prefix_list_id: { type: 'string', optional: true },
    ipv6_cidr_block: { type: 'string', optional: true, pattern: ipv6CidrPattern },
    carrier_gateway_id: { type: 'string', optional: true },
    core_network_arn: { type: 'string', optional: true, pattern: arnPattern },
    egress_only_gateway_id: { type: 'string', optional: true },
    gateway_id: { type: 'string', optional: true },
    local_gateway_id: { type: 'string', optional: true },
    nat_gateway_id: { type: 'string', optional: true },
    network_interface_id: { type: 'string', optional: true },
    odb_network_arn: { type: 'string', optional: true, pattern: arnPattern },
    transit_gateway_id: { type: 'string', optional: true },
    vpc_endpoint_id: { type: 'string', optional: true },
    vpc_peering_connection_id: { type: 'string', optional: true },
  },
};

/** The arguments and attributes of `aws_route_table`, as the provider's 6.x documentation lists them. */
export const routeTableSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    propagating_vgws: { type: 'set(string)', optional: true, computed: true },
    vpc_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    route: routeBlocks,
    timeouts: timeouts('create', 'update', 'delete'),
  },
};

/** The arguments and attributes of `aws_default_route_table`, as the provider's 6.x documentation lists them. */
export const defaultRouteTableSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    default_route_table_id: { type: 'string', required: true, forceNew: true },
    owner_id: { type: 'string', computed: true },
    propagating_vgws: { type: 'set(string)', optional: true },
    vpc_id: { type: 'string', computed: true },
  },
  blocks: { route: routeBlocks, timeouts: timeouts('create', 'update') },
};
