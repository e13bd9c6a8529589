import type { Schema } from '../../../terraform/provider.ts';
import { filterBlocks } from './filters.ts';

/** The arguments and attributes of the data source `aws_vpc`, as the provider's 6.x documentation lists them. */
export const vpcDataSchema: Schema = {
  attributes: {
    id: { type: 'string', optional: true, computed: true },
    tags: { type: 'map(string)', optional: true, computed: true },
    arn: { type: 'string', computed: true },
    cidr_block: { type: 'string', optional: true, computed: true },
    cidr_block_associations: {
      type: 'list(object({association_id: string, cidr_block: string, state: string}))',
      computed: true,
    },
    default: { type: 'bool', optional: true, computed: true },
    dhcp_options_id: { type: 'string', optional: true, computed: true },
    enable_dns_hostnames: { type: 'bool', computed: true },
    enable_dns_support: { type: 'bool', computed: true },
    enable_network_address_usage_metrics: { type: 'bool', computed: true },
    instance_tenancy: { type: 'string', computed: true },
    ipv6_cidr_block_associations: {
      type: 'set(object({association_id: string, ipv6_address_attribute: string, ipv6_cidr_block: string, ipv6_pool: string, network_border_group: string, ip_source: string, state: string}))',
      computed: true,
    },
    ipv6_cidr_block: {
      type: 'string',
      computed: true,
      deprecated: 'Use ipv6_cidr_block_associations instead.',
    },
    ipv6_association_id: {
      type: 'string',
      computed: true,
      deprecated: 'Use ipv6_cidr_block_associations instead.',
    },
    main_route_table_id: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    state: { type: 'string', optional: true, computed: true },
  },
  blocks: {
    filter: filterBlocks,
  },
};
