import type { Schema } from '../../../terraform/provider.ts';
import { ipv4CidrPattern, ipv6CidrPattern, ipv6Pattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

const learnt = { type: 'string', computed: true } as const;
const texts = { type: 'set(string)', optional: true, computed: true } as const;
const count = { type: 'number', optional: true, computed: true } as const;

/** The arguments and attributes of `aws_network_interface`, as the provider's 6.x documentation lists them. */
export const networkInterfaceSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: learnt,
    description: { type: 'string', optional: true },
    enable_primary_ipv6: { type: 'bool', optional: true, computed: true },
    interface_type: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['efa', 'efa-only', 'branch', 'trunk'],
    },
    ipv4_prefix_count: { ...count, conflictsWith: ['ipv4_prefixes'] },
    ipv4_prefixes: { ...texts, conflictsWith: ['ipv4_prefix_count'], pattern: ipv4CidrPattern },
    ipv6_address_count: { ...count, conflictsWith: ['ipv6_addresses', 'ipv6_address_list'] },
    ipv6_address_list: {
      type: 'list(string)',
      optional: true,
      computed: true,
      conflictsWith: ['ipv6_addresses', 'ipv6_address_count'],
    },
    ipv6_address_list_enabled: { type: 'bool', optional: true, default: false },
    ipv6_addresses: {
      ...texts,
      conflictsWith: ['ipv6_address_count', 'ipv6_address_list'],
      pattern: ipv6Pattern,
    },
    ipv6_prefix_count: { ...count, conflictsWith: ['ipv6_prefixes'] },
    ipv6_prefixes: { ...texts, conflictsWith: ['ipv6_prefix_count'], pattern: ipv6CidrPattern },
    mac_address: learnt,
    outpost_arn: learnt,
    owner_id: learnt,
    private_dns_name: learnt,
    private_ip: { type: 'string', optional: true, computed: true },
    private_ip_list: {
      type: 'list(string)',
      optional: true,
      computed: true,
      conflictsWith: ['private_ips', 'private_ips_count'],
    },
    private_ip_list_enabled: { type: 'bool', optional: true, default: false },
    private_ips: { ...texts, conflictsWith: ['private_ip_list'] },
    private_ips_count: { ...count, conflictsWith: ['private_ip_list'] },
    security_groups: texts,
    source_dest_check: { type: 'bool', optional: true, default: true },
    subnet_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    attachment: {
      nesting: 'set',
      computed: true,
      attributes: {
        attachment_id: learnt,
        device_index: { type: 'number', required: true },
        instance: { type: 'string', required: true },
        network_card_index: count,
      },
    },
    ena_srd_specification: {
      nesting: 'list',
      max: 1,
      attributes: { ena_srd_enabled: { type: 'bool', optional: true } },
      blocks: {
        ena_srd_udp_specification: {
          nesting: 'list',
          max: 1,
          attributes: { ena_srd_udp_enabled: { type: 'bool', optional: true } },
        },
      },
    },
  },
};
