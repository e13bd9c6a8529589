import type { Schema } from '../../../terraform/provider.ts';
import { filterBlocks } from './filters.ts';

/** The arguments and attributes of the data source `aws_subnet`, as the provider's 6.x documentation lists them. */
export const subnetDataSchema: Schema = {
  attributes: {
    id: { type: 'string', optional: true, computed: true },
    tags: { type: 'map(string)', optional: true, computed: true },
    arn: { type: 'string', computed: true },
    assign_ipv6_address_on_creation: { type: 'bool', computed: true },
    availability_zone: { type: 'string', optional: true, computed: true },
    availability_zone_id: { type: 'string', optional: true, computed: true },
    available_ip_address_count: { type: 'number', computed: true },
    cidr_block: { type: 'string', optional: true, computed: true },
    customer_owned_ipv4_pool: { type: 'string', computed: true },
    default_for_az: { type: 'bool', optional: true, computed: true },
    enable_dns64: { type: 'bool', computed: true },
    enable_lni_at_device_index: { type: 'number', computed: true },
    enable_resource_name_dns_aaaa_record_on_launch: { type: 'bool', computed: true },
    enable_resource_name_dns_a_record_on_launch: { type: 'bool', computed: true },
    ipv6_cidr_block: { type: 'string', optional: true, computed: true },
    ipv6_cidr_block_association_id: { type: 'string', computed: true },
    ipv6_native: { type: 'bool', computed: true },
    map_customer_owned_ip_on_launch: { type: 'bool', computed: true },
    map_public_ip_on_launch: { type: 'bool', computed: true },
    outpost_arn: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    private_dns_hostname_type_on_launch: { type: 'string', computed: true },
    state: { type: 'string', optional: true, computed: true },
    vpc_id: { type: 'string', optional: true, computed: true },
  },
  blocks: {
    filter: filterBlocks,
  },
};
