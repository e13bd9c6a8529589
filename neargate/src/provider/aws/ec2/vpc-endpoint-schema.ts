import type { Schema } from '../../../terraform/provider.ts';
import { sameIgnoringCase, samePolicy } from '../equivalence.ts';
import { arnPattern, jsonPattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_vpc_endpoint`, as the provider's 6.x documentation lists them. */
export const vpcEndpointSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    auto_accept: { type: 'bool', optional: true },
    cidr_blocks: { type: 'list(string)', computed: true },
    dns_entry: { type: 'list(object({dns_name: string, hosted_zone_id: string}))', computed: true },
    ip_address_type: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['ipv4', 'dualstack', 'ipv6'],
      equivalent: sameIgnoringCase,
    },
    network_interface_ids: { type: 'set(string)', computed: true },
    owner_id: { type: 'string', computed: true },
    policy: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: jsonPattern,
      equivalent: samePolicy,
    },
    prefix_list_id: { type: 'string', computed: true },
    private_dns_enabled: { type: 'bool', optional: true, computed: true },
    requester_managed: { type: 'bool', computed: true },
    resource_configuration_arn: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: arnPattern,
      conflictsWith: ['service_name', 'service_network_arn'],
    },
    route_table_ids: { type: 'set(string)', optional: true, computed: true },
    security_group_ids: { type: 'set(string)', optional: true, computed: true },
    service_name: {
      type: 'string',
      optional: true,
      forceNew: true,
      conflictsWith: ['resource_configuration_arn', 'service_network_arn'],
    },
    service_network_arn: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: arnPattern,
      conflictsWith: ['service_name', 'resource_configuration_arn'],
    },
    service_region: { type: 'string', optional: true, computed: true, forceNew: true },
    state: { type: 'string', computed: true },
    subnet_ids: { type: 'set(string)', optional: true, computed: true },
    vpc_endpoint_type: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'Gateway',
      enum: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'],
    },
    vpc_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    dns_options: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        dns_record_ip_type: {
          type: 'string',
          optional: true,
          computed: true,
          enum: ['ipv4', 'dualstack', 'ipv6', 'service-defined'],
        },
        private_dns_only_for_inbound_resolver_endpoint: { type: 'bool', optional: true },
        private_dns_preference: {
          type: 'string',
          optional: true,
          computed: true,
          forceNew: true,
          enum: [
            'ALL_DOMAINS',
            'VERIFIED_DOMAINS_ONLY',
            'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
            'SPECIFIED_DOMAINS_ONLY',
          ],
        },
        private_dns_specified_domains: {
          type: 'set(string)',
          optional: true,
          computed: true,
          forceNew: true,
        },
      },
    },
    subnet_configuration: {
      nesting: 'set',
      computed: true,
      attributes: {
        ipv4: { type: 'string', optional: true },
        ipv6: { type: 'string', optional: true },
        subnet_id: { type: 'string', optional: true },
      },
    },
    timeouts: timeouts('create', 'update', 'delete'),
  },
};
