import type { Schema } from '../../../terraform/provider.ts';
import { ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_vpc`, as the provider's 6.x documentation lists them. */
export const vpcSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    assign_generated_ipv6_cidr_block: {
      type: 'bool',
      optional: true,
      conflictsWith: ['ipv6_ipam_pool_id'],
    },
    cidr_block: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: ipv4CidrPattern,
      conflictsWith: ['ipv4_netmask_length'],
    },
    default_network_acl_id: { type: 'string', computed: true },
    default_route_table_id: { type: 'string', computed: true },
    default_security_group_id: { type: 'string', computed: true },
    dhcp_options_id: { type: 'string', computed: true },
    enable_dns_hostnames: { type: 'bool', optional: true, computed: true },
    enable_dns_support: { type: 'bool', optional: true, default: true },
    enable_network_address_usage_metrics: { type: 'bool', optional: true, computed: true },
    instance_tenancy: {
      type: 'string',
      optional: true,
      default: 'default',
      enum: ['default', 'dedicated'],
    },
    ipv4_ipam_pool_id: { type: 'string', optional: true, forceNew: true },
    ipv4_netmask_length: {
      type: 'number',
      optional: true,
      forceNew: true,
      range: [16, 28],
      conflictsWith: ['cidr_block'],
      requiredWith: ['ipv4_ipam_pool_id'],
    },
    ipv6_association_id: { type: 'string', computed: true },
    ipv6_cidr_block: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: ipv6CidrPattern,
      conflictsWith: ['ipv6_netmask_length', 'assign_generated_ipv6_cidr_block'],
      requiredWith: ['ipv6_ipam_pool_id'],
    },
    ipv6_cidr_block_network_border_group: {
      type: 'string',
      optional: true,
      computed: true,
      requiredWith: ['assign_generated_ipv6_cidr_block'],
    },
    ipv6_ipam_pool_id: {
      type: 'string',
      optional: true,
      conflictsWith: ['assign_generated_ipv6_cidr_block'],
    },
    ipv6_netmask_length: {
      type: 'number',
      optional: true,
      conflictsWith: ['ipv6_cidr_block'],
      requiredWith: ['ipv6_ipam_pool_id'],
    },
    main_route_table_id: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
  },
};
