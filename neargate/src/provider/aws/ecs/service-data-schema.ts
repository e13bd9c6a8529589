import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecs_service */
export const serviceDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    availability_zone_rebalancing: { type: 'string', computed: true },
    capacity_provider_strategy: {
      type: 'set(object({base = number, capacity_provider = string, weight = number}))',
      computed: true,
    },
    cluster_arn: { type: 'string', required: true },
    created_at: { type: 'string', computed: true },
    created_by: { type: 'string', computed: true },
    deployment_configuration: {
      type: 'list(object({alarms = list(object({alarm_names = list(string), enable = bool, rollback = bool})), bake_time_in_minutes = string, canary_configuration = list(object({canary_bake_time_in_minutes = string, canary_percent = number})), deployment_circuit_breaker = list(object({enable = bool, rollback = bool})), linear_configuration = list(object({step_bake_time_in_minutes = string, step_percent = number})), lifecycle_hook = set(object({hook_details = string, hook_target_arn = string, lifecycle_stages = list(string), role_arn = string})), maximum_percent = number, minimum_healthy_percent = number, strategy = string}))',
      computed: true,
    },
    deployment_controller: { type: 'list(object({type = string}))', computed: true },
    deployments: {
      type: 'list(object({created_at = string, desired_count = number, id = string, pending_count = number, running_count = number, status = string, task_definition = string, updated_at = string}))',
      computed: true,
    },
    desired_count: { type: 'number', computed: true },
    enable_ecs_managed_tags: { type: 'bool', computed: true },
    enable_execute_command: { type: 'bool', computed: true },
    events: { type: 'list(object({created_at = string, id = string, message = string}))', computed: true },
    health_check_grace_period_seconds: { type: 'number', computed: true },
    iam_role: { type: 'string', computed: true },
    launch_type: { type: 'string', computed: true },
    network_configuration: {
      type: 'list(object({assign_public_ip = bool, security_groups = set(string), subnets = set(string)}))',
      computed: true,
    },
    load_balancer: {
      type: 'set(object({container_name = string, container_port = number, elb_name = string, target_group_arn = string, advanced_configuration = list(object({alternate_target_group_arn = string, production_listener_rule = string, test_listener_rule = string, role_arn = string}))}))',
      computed: true,
    },
    ordered_placement_strategy: { type: 'list(object({field = string, type = string}))', computed: true },
    placement_constraints: { type: 'set(object({expression = string, type = string}))', computed: true },
    platform_version: { type: 'string', computed: true },
    pending_count: { type: 'number', computed: true },
    platform_family: { type: 'string', computed: true },
    propagate_tags: { type: 'string', computed: true },
    running_count: { type: 'number', computed: true },
    scheduling_strategy: { type: 'string', computed: true },
    service_registries: {
      type: 'list(object({container_name = string, container_port = number, port = number, registry_arn = string}))',
      computed: true,
    },
    status: { type: 'string', computed: true },
    service_name: { type: 'string', required: true },
    task_definition: { type: 'string', computed: true },
    task_sets: {
      type: 'list(object({arn = string, created_at = string, id = string, pending_count = number, running_count = number, stability_status = string, status = string, task_definition = string, updated_at = string}))',
      computed: true,
    },
    tags: { type: 'map(string)', computed: true },
  },
};
