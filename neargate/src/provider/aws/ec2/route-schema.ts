import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern, ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { timeouts } from '../schema-parts.ts';

const oneOf = ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id'];

const oneOf2 = [
  'carrier_gateway_id',
  'core_network_arn',
  'egress_only_gateway_id',
  'gateway_id',
  'local_gateway_id',
  'nat_gateway_id',
  'network_interface_id',
  'odb_network_arn',
  'transit_gateway_id',
  'vpc_endpoint_id',
  'vpc_peering_connection_id',
];

/** The arguments and attributes of `aws_route`, as the provider's 6.x documentation lists them. */
export const routeSchema: Schema = {
  attributes: {
    route_table_id: { type: 'string', required: true, forceNew: true },
    destination_cidr_block: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: ipv4CidrPattern,
      exactlyOneOf: oneOf,
    },
    destination_ipv6_cidr_block: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: ipv6CidrPattern,
      exactlyOneOf: oneOf,
    },
    destination_prefix_list_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      exactlyOneOf: oneOf,
    },
    carrier_gateway_id: {
      type: 'string',
      optional: true,
      conflictsWith: ['destination_ipv6_cidr_block'],
      exactlyOneOf: oneOf2,
    },
    core_network_arn: { type: 'string', optional: true, pattern: arnPattern, exactlyOneOf: oneOf2 },
    egress_only_gateway_id: {
      type: 'string',
      optional: true,
      conflictsWith: ['destination_cidr_block'],
      exactlyOneOf: oneOf2,
    },
    gateway_id: { type: 'string', optional: true, exactlyOneOf: oneOf2 },
    local_gateway_id: { type: 'string', optional: true, exactlyOneOf: oneOf2 },
    nat_gateway_id: { type: 'string', optional: true, exactlyOneOf: oneOf2 },
    network_interface_id: { type: 'string', optional: true, computed: true, exactlyOneOf: oneOf2 },
    odb_network_arn: { type: 'string', optional: true, pattern: arnPattern, exactlyOneOf: oneOf2 },
    transit_gateway_id: { type: 'string', optional: true, exactlyOneOf: oneOf2 },
    vpc_endpoint_id: {
      type: 'string',
      optional: true,
      conflictsWith: ['destination_prefix_list_id'],
      exactlyOneOf: oneOf2,
    },
    vpc_peering_connection_id: { type: 'string', optional: true, exactlyOneOf: oneOf2 },
    instance_id: { type: 'string', computed: true },
    instance_owner_id: { type: 'string', computed: true },
    origin: { type: 'string', computed: true },
    state: { type: 'string', computed: true },
  },
  blocks: { timeouts: timeouts('create', 'update', 'delete') },
};
