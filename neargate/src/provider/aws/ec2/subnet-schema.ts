import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern, ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_subnet`, as the provider's 6.x documentation lists them. */
export const subnetSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    assign_ipv6_address_on_creation: { type: 'bool', optional: true, default: false },
    availability_zone: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['availability_zone_id'],
    },
    availability_zone_id: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['availability_zone'],
    },
    cidr_block: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: ipv4CidrPattern,
    },
    customer_owned_ipv4_pool: {
      type: 'string',
      optional: true,
      requiredWith: ['map_customer_owned_ip_on_launch', 'outpost_arn'],
    },
    enable_dns64: { type: 'bool', optional: true, default: false },
    enable_lni_at_device_index: { type: 'number', optional: true },
    enable_resource_name_dns_aaaa_record_on_launch: {
      type: 'bool',
      optional: true,
      default: false,
    },
    enable_resource_name_dns_a_record_on_launch: { type: 'bool', optional: true, default: false },
    ipv4_ipam_pool_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      conflictsWith: ['customer_owned_ipv4_pool'],
    },
    ipv4_netmask_length: {
      type: 'number',
      optional: true,
      forceNew: true,
      range: [16, 28],
      conflictsWith: ['cidr_block', 'customer_owned_ipv4_pool'],
      requiredWith: ['ipv4_ipam_pool_id'],
    },
    ipv6_cidr_block: { type: 'string', optional: true, computed: true, pattern: ipv6CidrPattern },
    ipv6_cidr_block_association_id: { type: 'string', computed: true },
    ipv6_ipam_pool_id: { type: 'string', optional: true, forceNew: true },
    ipv6_native: { type: 'bool', optional: true, forceNew: true, default: false },
    ipv6_netmask_length: {
      type: 'number',
      optional: true,
      forceNew: true,
      conflictsWith: ['ipv6_cidr_block'],
      requiredWith: ['ipv6_ipam_pool_id'],
    },
    map_customer_owned_ip_on_launch: {
      type: 'bool',
      optional: true,
      requiredWith: ['customer_owned_ipv4_pool', 'outpost_arn'],
    },
    map_public_ip_on_launch: { type: 'bool', optional: true, default: false },
    outpost_arn: { type: 'string', optional: true, forceNew: true, pattern: arnPattern },
    owner_id: { type: 'string', computed: true },
    private_dns_hostname_type_on_launch: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['ip-name', 'resource-name'],
    },
    vpc_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: { timeouts: timeouts('create', 'delete') },
};
