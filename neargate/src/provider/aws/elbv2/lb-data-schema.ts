import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';

/** The arguments and attributes of the data source `aws_lb`, as the provider's 6.x documentation lists them. */
export const lbDataSchema: Schema = {
  attributes: {
    tags: { type: 'map(string)', optional: true, computed: true },
    access_logs: { type: 'list(object({bucket: string, enabled: bool, prefix: string}))', computed: true },
    arn: { type: 'string', optional: true, computed: true, pattern: arnPattern },
    arn_suffix: { type: 'string', computed: true },
    client_keep_alive: { type: 'number', computed: true },
    connection_logs: {
      type: 'list(object({bucket: string, enabled: bool, prefix: string}))',
      computed: true,
    },
    customer_owned_ipv4_pool: { type: 'string', computed: true },
    desync_mitigation_mode: { type: 'string', computed: true },
    dns_name: { type: 'string', computed: true },
    dns_record_client_routing_policy: { type: 'string', computed: true },
    drop_invalid_header_fields: { type: 'bool', computed: true },
    enable_cross_zone_load_balancing: { type: 'bool', computed: true },
    enable_deletion_protection: { type: 'bool', computed: true },
    enable_http2: { type: 'bool', computed: true },
    enable_prefix_for_ipv6_source_nat: { type: 'string', computed: true },
    enable_tls_version_and_cipher_suite_headers: { type: 'bool', computed: true },
    enable_waf_fail_open: { type: 'bool', computed: true },
    enable_xff_client_port: { type: 'bool', computed: true },
    enable_zonal_shift: { type: 'bool', computed: true },
    enforce_security_group_inbound_rules_on_private_link_traffic: { type: 'string', computed: true },
    health_check_logs: {
      type: 'list(object({bucket: string, enabled: bool, prefix: string}))',
      computed: true,
    },
    idle_timeout: { type: 'number', computed: true },
    internal: { type: 'bool', computed: true },
    ip_address_type: { type: 'string', computed: true },
    ipam_pools: { type: 'list(object({ipv4_ipam_pool_id: string}))', computed: true },
    load_balancer_type: { type: 'string', computed: true },
    name: { type: 'string', optional: true, computed: true },
    preserve_host_header: { type: 'bool', computed: true },
    secondary_ips_auto_assigned_per_subnet: { type: 'number', computed: true },
    security_groups: { type: 'set(string)', computed: true },
    subnet_mapping: {
      type: 'set(object({allocation_id: string, ipv6_address: string, outpost_id: string, private_ipv4_address: string, subnet_id: string}))',
      computed: true,
    },
    subnets: { type: 'set(string)', computed: true },
    vpc_id: { type: 'string', computed: true },
    xff_header_processing_mode: { type: 'string', computed: true },
    zone_id: { type: 'string', computed: true },
  },
};
