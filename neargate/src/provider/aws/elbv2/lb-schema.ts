import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { ipv4Pattern, ipv6Pattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

const logBlock: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    bucket: { type: 'string', required: true },
    enabled: { type: 'bool', optional: true, default: false },
    prefix: { type: 'string', optional: true },
  },
};

/** The arguments and attributes of `aws_lb`, as the provider's 6.x documentation lists them. */
export const lbSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    arn_suffix: { type: 'string', computed: true },
    client_keep_alive: { type: 'number', optional: true, default: 3600 },
    customer_owned_ipv4_pool: { type: 'string', optional: true, forceNew: true },
    desync_mitigation_mode: {
      type: 'string',
      optional: true,
      default: 'defensive',
      enum: ['monitor', 'defensive', 'strictest'],
    },
    dns_name: { type: 'string', computed: true },
    dns_record_client_routing_policy: {
      type: 'string',
      optional: true,
      default: 'any_availability_zone',
      enum: ['availability_zone_affinity', 'partial_availability_zone_affinity', 'any_availability_zone'],
    },
    drop_invalid_header_fields: { type: 'bool', optional: true, default: false },
    enable_cross_zone_load_balancing: { type: 'bool', optional: true, default: false },
    enable_deletion_protection: { type: 'bool', optional: true, default: false },
    enable_http2: { type: 'bool', optional: true, default: true },
    enable_prefix_for_ipv6_source_nat: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['on', 'off'],
    },
    enable_tls_version_and_cipher_suite_headers: { type: 'bool', optional: true, default: false },
    enable_waf_fail_open: { type: 'bool', optional: true, default: false },
    enable_xff_client_port: { type: 'bool', optional: true, default: false },
    enable_zonal_shift: { type: 'bool', optional: true, default: false },
    enforce_security_group_inbound_rules_on_private_link_traffic: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['on', 'off'],
    },
    idle_timeout: { type: 'number', optional: true, default: 60 },
    internal: { type: 'bool', optional: true, computed: true, forceNew: true },
    ip_address_type: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'],
    },
    load_balancer_type: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'application',
      enum: ['application', 'network', 'gateway'],
    },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['name_prefix'],
      pattern: {
        regex: /^(?:|(?!internal-)(?!-)[0-9A-Za-z-]{1,32}(?<!-))$/,
        message:
          'can have at most 32 alphanumeric characters and hyphens, and cannot begin or end with a hyphen or begin with "internal-"',
      },
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['name'],
      pattern: {
        regex: /^(?:|(?!-)[0-9A-Za-z-]{1,6})$/,
        message: 'can have at most 6 alphanumeric characters and hyphens, and cannot begin with a hyphen',
      },
    },
    preserve_host_header: { type: 'bool', optional: true, default: false },
    secondary_ips_auto_assigned_per_subnet: { type: 'number', optional: true, computed: true, range: [0, 7] },
    security_groups: { type: 'set(string)', optional: true, computed: true },
    subnets: {
      type: 'set(string)',
      optional: true,
      computed: true,
      exactlyOneOf: ['subnets', 'subnet_mapping'],
    },
    vpc_id: { type: 'string', computed: true },
    xff_header_processing_mode: {
      type: 'string',
      optional: true,
      default: 'append',
      enum: ['append', 'preserve', 'remove'],
    },
    zone_id: { type: 'string', computed: true },
  },
  blocks: {
    access_logs: logBlock,
    connection_logs: logBlock,
    health_check_logs: logBlock,
    ipam_pools: {
      nesting: 'list',
      max: 1,
      attributes: { ipv4_ipam_pool_id: { type: 'string', required: true } },
    },
    minimum_load_balancer_capacity: {
      nesting: 'list',
      max: 1,
      attributes: { capacity_units: { type: 'number', required: true } },
    },
    subnet_mapping: {
      nesting: 'set',
      computed: true,
      attributes: {
        allocation_id: { type: 'string', optional: true },
        ipv6_address: { type: 'string', optional: true, pattern: ipv6Pattern },
        outpost_id: { type: 'string', computed: true },
        private_ipv4_address: { type: 'string', optional: true, pattern: ipv4Pattern },
        subnet_id: { type: 'string', required: true },
      },
    },
    timeouts: timeouts('create', 'update', 'delete'),
  },
};
