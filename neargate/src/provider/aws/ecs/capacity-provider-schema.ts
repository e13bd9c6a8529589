import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { instanceRequirementsBlock } from './instance-requirements-schema.ts';
import { clusterNamePattern } from './patterns.ts';

const onOff = { type: 'string', optional: true, computed: true, enum: ['ENABLED', 'DISABLED'] } as const;

const autoScalingGroupProvider: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {
    auto_scaling_group_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    managed_draining: onOff,
    managed_termination_protection: onOff,
  },
  blocks: {
    managed_scaling: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        instance_warmup_period: { type: 'number', optional: true, computed: true, range: [0, 10000] },
        maximum_scaling_step_size: { type: 'number', optional: true, computed: true, range: [1, 10000] },
        minimum_scaling_step_size: { type: 'number', optional: true, computed: true, range: [1, 10000] },
        status: onOff,
        target_capacity: { type: 'number', optional: true, computed: true, range: [1, 100] },
      },
    },
  },
};

const instanceLaunchTemplate: BlockSchema = {
  nesting: 'list',
  min: 1,
  max: 1,
  attributes: {
    capacity_option_type: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['ON_DEMAND', 'SPOT', 'RESERVED'],
    },
    ec2_instance_profile_arn: { type: 'string', required: true, pattern: arnPattern },
    monitoring: { type: 'string', optional: true, enum: ['BASIC', 'DETAILED'] },
  },
  blocks: {
    capacity_reservations: {
      nesting: 'list',
      max: 1,
      attributes: {
        reservation_group_arn: { type: 'string', optional: true, pattern: arnPattern },
        reservation_preference: {
          type: 'string',
          optional: true,
          computed: true,
          enum: ['RESERVATIONS_ONLY', 'RESERVATIONS_FIRST', 'RESERVATIONS_EXCLUDED'],
        },
      },
    },
    instance_requirements: instanceRequirementsBlock,
    local_storage_configuration: {
      nesting: 'list',
      max: 1,
      attributes: { use_local_storage: { type: 'bool', optional: true } },
    },
    network_configuration: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        security_groups: { type: 'set(string)', optional: true },
        subnets: { type: 'set(string)', required: true },
      },
    },
    storage_configuration: {
      nesting: 'list',
      max: 1,
      attributes: { storage_size_gib: { type: 'number', required: true, range: [1, null] } },
    },
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_capacity_provider */
export const capacityProviderSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    cluster: { type: 'string', optional: true, forceNew: true, pattern: clusterNamePattern },
    name: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    auto_scaling_group_provider: autoScalingGroupProvider,
    managed_instances_provider: {
      nesting: 'list',
      max: 1,
      attributes: {
        infrastructure_role_arn: { type: 'string', required: true, pattern: arnPattern },
        propagate_tags: { type: 'string', optional: true, enum: ['CAPACITY_PROVIDER', 'NONE'] },
      },
      blocks: {
        infrastructure_optimization: {
          nesting: 'list',
          max: 1,
          attributes: { scale_in_after: { type: 'number', optional: true, range: [-1, 3600] } },
        },
        instance_launch_template: instanceLaunchTemplate,
      },
    },
  },
};
