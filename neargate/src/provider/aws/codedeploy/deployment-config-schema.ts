import type { BlockSchema, Schema } from '../../../terraform/provider.ts';

const hosts: BlockSchema = {
  nesting: 'list',
  max: 1,
  forceNew: true,
  attributes: {
    type: { type: 'string', optional: true, forceNew: true, enum: ['HOST_COUNT', 'FLEET_PERCENT'] },
    value: { type: 'number', optional: true, forceNew: true },
  },
};

const shift: BlockSchema = {
  nesting: 'list',
  max: 1,
  forceNew: true,
  attributes: {
    interval: { type: 'number', optional: true, forceNew: true },
    percentage: { type: 'number', optional: true, forceNew: true },
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codedeploy_deployment_config */
export const deploymentConfigSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    compute_platform: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'Server',
      enum: ['Server', 'Lambda', 'ECS'],
    },
    deployment_config_id: { type: 'string', computed: true },
    deployment_config_name: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    minimum_healthy_hosts: hosts,
    traffic_routing_config: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: {
        type: {
          type: 'string',
          optional: true,
          forceNew: true,
          default: 'AllAtOnce',
          enum: ['TimeBasedCanary', 'TimeBasedLinear', 'AllAtOnce'],
        },
      },
      blocks: { time_based_canary: shift, time_based_linear: shift },
    },
    zonal_config: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: {
        first_zone_monitor_duration_in_seconds: { type: 'number', optional: true, forceNew: true },
        monitor_duration_in_seconds: { type: 'number', optional: true, forceNew: true },
      },
      blocks: { minimum_healthy_hosts_per_zone: hosts },
    },
  },
};
