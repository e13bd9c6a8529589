import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

function tagFilter(): BlockSchema {
  return {
    nesting: 'set',
    attributes: {
      key: { type: 'string', optional: true },
      type: { type: 'string', optional: true, enum: ['KEY_ONLY', 'VALUE_ONLY', 'KEY_AND_VALUE'] },
      value: { type: 'string', optional: true },
    },
  };
}

const listeners = { listener_arns: { type: 'set(string)', required: true } } as const;
const names = { name: { type: 'string', optional: true } } as const;

const blueGreen: BlockSchema = {
  nesting: 'list',
  max: 1,
  computed: true,
  attributes: {},
  blocks: {
    deployment_ready_option: {
      nesting: 'list',
      max: 1,
      attributes: {
        action_on_timeout: {
          type: 'string',
          optional: true,
          enum: ['CONTINUE_DEPLOYMENT', 'STOP_DEPLOYMENT'],
        },
        wait_time_in_minutes: { type: 'number', optional: true },
      },
    },
    green_fleet_provisioning_option: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        action: { type: 'string', optional: true, enum: ['DISCOVER_EXISTING', 'COPY_AUTO_SCALING_GROUP'] },
      },
    },
    terminate_blue_instances_on_deployment_success: {
      nesting: 'list',
      max: 1,
      attributes: {
        action: { type: 'string', optional: true, enum: ['TERMINATE', 'KEEP_ALIVE'] },
        termination_wait_time_in_minutes: { type: 'number', optional: true, range: [null, 2880] },
      },
    },
  },
};

const loadBalancerInfo: BlockSchema = {
  nesting: 'list',
  max: 1,
  attributes: {},
  blocks: {
    elb_info: { nesting: 'set', attributes: names },
    target_group_info: { nesting: 'set', attributes: names },
    target_group_pair_info: {
      nesting: 'list',
      max: 1,
      attributes: {},
      blocks: {
        prod_traffic_route: { nesting: 'list', min: 1, max: 1, attributes: listeners },
        target_group: {
          nesting: 'list',
          min: 1,
          max: 2,
          attributes: { name: { type: 'string', required: true } },
        },
        test_traffic_route: { nesting: 'list', max: 1, attributes: listeners },
      },
    },
  },
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codedeploy_deployment_group */
export const deploymentGroupSchema: Schema = {
  attributes: {
    app_name: { type: 'string', required: true, range: [0, 100] },
    arn: { type: 'string', computed: true },
    autoscaling_groups: { type: 'set(string)', optional: true },
    compute_platform: { type: 'string', computed: true },
    deployment_config_name: {
      type: 'string',
      optional: true,
      default: 'CodeDeployDefault.OneAtATime',
      range: [0, 100],
    },
    deployment_group_id: { type: 'string', computed: true },
    deployment_group_name: { type: 'string', required: true, range: [0, 100] },
    outdated_instances_strategy: {
      type: 'string',
      optional: true,
      default: 'UPDATE',
      enum: ['UPDATE', 'IGNORE'],
    },
    service_role_arn: { type: 'string', required: true },
    termination_hook_enabled: { type: 'bool', optional: true, default: false },
    ...tagAttributes,
  },
  blocks: {
    alarm_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        alarms: { type: 'set(string)', optional: true },
        enabled: { type: 'bool', optional: true },
        ignore_poll_alarm_failure: { type: 'bool', optional: true, default: false },
      },
    },
    auto_rollback_configuration: {
      nesting: 'list',
      max: 1,
      attributes: {
        enabled: { type: 'bool', optional: true },
        events: {
          type: 'set(string)',
          optional: true,
          enum: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
      },
    },
    blue_green_deployment_config: blueGreen,
    // A block that is not written stays what AWS made of it.
    deployment_style: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        deployment_option: {
          type: 'string',
          optional: true,
          default: 'WITHOUT_TRAFFIC_CONTROL',
          enum: ['WITH_TRAFFIC_CONTROL', 'WITHOUT_TRAFFIC_CONTROL'],
        },
        deployment_type: {
          type: 'string',
          optional: true,
          default: 'IN_PLACE',
          enum: ['IN_PLACE', 'BLUE_GREEN'],
        },
      },
    },
    ec2_tag_filter: tagFilter(),
    ec2_tag_set: { nesting: 'set', attributes: {}, blocks: { ec2_tag_filter: tagFilter() } },
    ecs_service: {
      nesting: 'list',
      max: 1,
      attributes: {
        cluster_name: { type: 'string', required: true, range: [1, null] },
        service_name: { type: 'string', required: true, range: [1, null] },
      },
    },
    load_balancer_info: loadBalancerInfo,
    on_premises_instance_tag_filter: tagFilter(),
    trigger_configuration: {
      nesting: 'set',
      attributes: {
        trigger_events: {
          type: 'set(string)',
          required: true,
          enum: [
            'DeploymentStart',
            'DeploymentSuccess',
            'DeploymentFailure',
            'DeploymentStop',
            'DeploymentRollback',
            'DeploymentReady',
            'InstanceStart',
            'InstanceSuccess',
            'InstanceFailure',
            'InstanceReady',
          ],
        },
        trigger_name: { type: 'string', required: true },
        trigger_target_arn: { type: 'string', required: true },
      },
    },
  },
};
