import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import {
  arnPattern,
  ipv4CidrPattern,
  ipv4Pattern,
  ipv6CidrPattern,
  ipv6Pattern,
  nullableBoolPattern,
  timestampPattern,
} from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { instanceRequirements } from './launch-template-requirements-schema.ts';

const blockDeviceMappings: BlockSchema = {
  nesting: 'list',
  attributes: {
    device_name: { type: 'string', optional: true },
    no_device: { type: 'string', optional: true },
    virtual_name: { type: 'string', optional: true },
  },
  blocks: {
    ebs: {
      nesting: 'list',
      max: 1,
      attributes: {
        delete_on_termination: { type: 'string', optional: true, pattern: nullableBoolPattern },
        encrypted: { type: 'string', optional: true, pattern: nullableBoolPattern },
        iops: { type: 'number', optional: true, computed: true },
        kms_key_id: { type: 'string', optional: true },
        snapshot_id: { type: 'string', optional: true },
        throughput: { type: 'number', optional: true, computed: true, range: [125, 2000] },
        volume_initialization_rate: { type: 'number', optional: true, computed: true, range: [100, 300] },
        volume_size: { type: 'number', optional: true, computed: true },
        volume_type: {
          type: 'string',
          optional: true,
          computed: true,
          enum: ['standard', 'io1', 'io2', 'gp2', 'sc1', 'st1', 'gp3'],
        },
      },
    },
  },
};

const capacityReservationSpecification: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    capacity_reservation_preference: {
      type: 'string',
      optional: true,
      enum: ['capacity-reservations-only', 'open', 'none'],
    },
  },
  blocks: {
    capacity_reservation_target: {
      nesting: 'list',
      max: 1,
      attributes: {
        capacity_reservation_id: { type: 'string', optional: true },
        capacity_reservation_resource_group_arn: { type: 'string', optional: true, pattern: arnPattern },
      },
    },
  },
};

const cpuOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    amd_sev_snp: { type: 'string', optional: true, enum: ['enabled', 'disabled'] },
    core_count: { type: 'number', optional: true },
    nested_virtualization: { type: 'string', optional: true, enum: ['enabled', 'disabled'] },
    threads_per_core: { type: 'number', optional: true },
  },
};

const creditSpecification: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { cpu_credits: { type: 'string', optional: true, enum: ['standard', 'unlimited'] } },
};

const enclaveOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { enabled: { type: 'bool', optional: true } },
};

const hibernationOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { configured: { type: 'bool', required: true } },
};

const iamInstanceProfile: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    arn: { type: 'string', optional: true, pattern: arnPattern },
    name: { type: 'string', optional: true },
  },
};

const instanceMarketOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    market_type: {
      type: 'string',
      optional: true,
      enum: ['spot', 'capacity-block', 'interruptible-capacity-reservation'],
    },
  },
  blocks: {
    spot_options: {
      nesting: 'list',
      max: 1,
      attributes: {
        block_duration_minutes: { type: 'number', optional: true },
        instance_interruption_behavior: {
          type: 'string',
          optional: true,
          enum: ['hibernate', 'stop', 'terminate'],
        },
        max_price: { type: 'string', optional: true },
        spot_instance_type: { type: 'string', optional: true, enum: ['one-time', 'persistent'] },
        valid_until: { type: 'string', optional: true, computed: true, pattern: timestampPattern },
      },
    },
  },
};

const licenseSpecification: BlockSchema = {
  nesting: 'set',
  attributes: { license_configuration_arn: { type: 'string', required: true, pattern: arnPattern } },
};

const maintenanceOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { auto_recovery: { type: 'string', optional: true, enum: ['default', 'disabled'] } },
};

const metadataOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  computed: true,
  attributes: {
    http_endpoint: { type: 'string', optional: true, computed: true, enum: ['disabled', 'enabled'] },
    http_protocol_ipv6: { type: 'string', optional: true, computed: true, enum: ['disabled', 'enabled'] },
    http_put_response_hop_limit: { type: 'number', optional: true, computed: true, range: [1, 64] },
    http_tokens: { type: 'string', optional: true, computed: true, enum: ['optional', 'required'] },
    instance_metadata_tags: { type: 'string', optional: true, computed: true, enum: ['disabled', 'enabled'] },
  },
};

const monitoring: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: { enabled: { type: 'bool', optional: true } },
};

const networkInterfaces: BlockSchema = {
  nesting: 'list',
  attributes: {
    associate_carrier_ip_address: { type: 'string', optional: true, pattern: nullableBoolPattern },
    associate_public_ip_address: { type: 'string', optional: true, pattern: nullableBoolPattern },
    delete_on_termination: { type: 'string', optional: true, pattern: nullableBoolPattern },
    description: { type: 'string', optional: true },
    device_index: { type: 'number', optional: true },
    ena_queue_count: { type: 'number', optional: true },
    interface_type: { type: 'string', optional: true, enum: ['efa', 'efa-only', 'interface'] },
    ipv4_address_count: { type: 'number', optional: true },
    ipv4_addresses: { type: 'set(string)', optional: true, pattern: ipv4Pattern },
    ipv4_prefix_count: { type: 'number', optional: true },
    ipv4_prefixes: { type: 'set(string)', optional: true, pattern: ipv4CidrPattern },
    ipv6_address_count: { type: 'number', optional: true },
    ipv6_addresses: { type: 'set(string)', optional: true, pattern: ipv6Pattern },
    ipv6_prefix_count: { type: 'number', optional: true },
    ipv6_prefixes: { type: 'set(string)', optional: true, pattern: ipv6CidrPattern },
    network_card_index: { type: 'number', optional: true },
    network_interface_id: { type: 'string', optional: true },
    primary_ipv6: { type: 'string', optional: true, pattern: nullableBoolPattern },
    private_ip_address: { type: 'string', optional: true, pattern: ipv4Pattern },
    security_groups: { type: 'set(string)', optional: true },
    subnet_id: { type: 'string', optional: true },
  },
  blocks: {
    connection_tracking_specification: {
      nesting: 'list',
      max: 1,
      attributes: {
        tcp_established_timeout: { type: 'number', optional: true, range: [60, 432000] },
        udp_stream_timeout: { type: 'number', optional: true, range: [60, 180] },
        udp_timeout: { type: 'number', optional: true, range: [30, 60] },
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

const networkPerformanceOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    bandwidth_weighting: { type: 'string', optional: true, enum: ['default', 'vpc-1', 'ebs-1'] },
  },
};

const placement: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    affinity: { type: 'string', optional: true },
    availability_zone: { type: 'string', optional: true },
    group_id: { type: 'string', optional: true },
    group_name: { type: 'string', optional: true },
    host_id: { type: 'string', optional: true },
    host_resource_group_arn: { type: 'string', optional: true, pattern: arnPattern },
    partition_number: { type: 'number', optional: true },
    spread_domain: { type: 'string', optional: true },
    tenancy: { type: 'string', optional: true, enum: ['default', 'dedicated', 'host'] },
  },
};

const privateDnsNameOptions: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    enable_resource_name_dns_aaaa_record: { type: 'bool', optional: true },
    enable_resource_name_dns_a_record: { type: 'bool', optional: true },
    hostname_type: { type: 'string', optional: true, enum: ['ip-name', 'resource-name'] },
  },
};

const secondaryInterfaces: BlockSchema = {
  nesting: 'list',
  attributes: {
    delete_on_termination: { type: 'bool', optional: true },
    device_index: { type: 'number', optional: true },
    interface_type: { type: 'string', optional: true, enum: ['secondary'] },
    network_card_index: { type: 'number', optional: true },
    private_ip_address_count: { type: 'number', optional: true },
    private_ip_addresses: { type: 'set(string)', optional: true, pattern: ipv4Pattern },
    secondary_subnet_id: { type: 'string', optional: true },
  },
};

const tagSpecifications: BlockSchema = {
  nesting: 'list',
  attributes: {
    resource_type: { type: 'string', optional: true },
    tags: { type: 'map(string)', optional: true },
  },
};

/** The arguments and attributes of `aws_launch_template`, as the provider's 6.x documentation lists them. */
export const launchTemplateSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    default_version: {
      type: 'number',
      optional: true,
      computed: true,
      range: [1, null],
      conflictsWith: ['update_default_version'],
    },
    description: { type: 'string', optional: true, range: [0, 255] },
    disable_api_stop: { type: 'bool', optional: true },
    disable_api_termination: { type: 'bool', optional: true },
    ebs_optimized: { type: 'string', optional: true, pattern: nullableBoolPattern },
    image_id: { type: 'string', optional: true },
    instance_initiated_shutdown_behavior: { type: 'string', optional: true, enum: ['stop', 'terminate'] },
    instance_type: { type: 'string', optional: true },
    kernel_id: { type: 'string', optional: true },
    key_name: { type: 'string', optional: true },
    latest_version: { type: 'number', computed: true },
    name: { type: 'string', optional: true, computed: true, forceNew: true, conflictsWith: ['name_prefix'] },
    name_prefix: { type: 'string', optional: true, computed: true, forceNew: true, conflictsWith: ['name'] },
    ram_disk_id: { type: 'string', optional: true },
    security_group_names: { type: 'set(string)', optional: true, conflictsWith: ['vpc_security_group_ids'] },
    update_default_version: { type: 'bool', optional: true, conflictsWith: ['default_version'] },
    vpc_security_group_ids: { type: 'set(string)', optional: true, conflictsWith: ['security_group_names'] },
    user_data: { type: 'string', optional: true },
  },
  blocks: {
    block_device_mappings: blockDeviceMappings,
    capacity_reservation_specification: capacityReservationSpecification,
    cpu_options: cpuOptions,
    credit_specification: creditSpecification,
    enclave_options: enclaveOptions,
    hibernation_options: hibernationOptions,
    iam_instance_profile: iamInstanceProfile,
    instance_market_options: instanceMarketOptions,
    license_specification: licenseSpecification,
    maintenance_options: maintenanceOptions,
    metadata_options: metadataOptions,
    monitoring: monitoring,
    network_interfaces: networkInterfaces,
    network_performance_options: networkPerformanceOptions,
    placement: placement,
    private_dns_name_options: privateDnsNameOptions,
    secondary_interfaces: secondaryInterfaces,
    tag_specifications: tagSpecifications,
    instance_requirements: instanceRequirements,
  },
};
