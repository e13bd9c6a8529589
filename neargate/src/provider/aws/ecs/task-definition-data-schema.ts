import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecs_task_definition */
export const taskDefinitionDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    arn_without_revision: { type: 'string', computed: true },
    container_definitions: { type: 'string', computed: true },
    cpu: { type: 'string', computed: true },
    enable_fault_injection: { type: 'bool', computed: true },
    ephemeral_storage: { type: 'list(object({size_in_gib = number}))', computed: true },
    execution_role_arn: { type: 'string', computed: true },
    family: { type: 'string', computed: true },
    ipc_mode: { type: 'string', computed: true },
    memory: { type: 'string', computed: true },
    network_mode: { type: 'string', computed: true },
    pid_mode: { type: 'string', computed: true },
    placement_constraints: { type: 'set(object({expression = string, type = string}))', computed: true },
    proxy_configuration: {
      type: 'list(object({container_name = string, properties = map(string), type = string}))',
      computed: true,
    },
    requires_compatibilities: { type: 'set(string)', computed: true },
    revision: { type: 'number', computed: true },
    runtime_platform: {
      type: 'list(object({operating_system_family = string, cpu_architecture = string}))',
      computed: true,
    },
    status: { type: 'string', computed: true },
    task_definition: { type: 'string', required: true },
    task_role_arn: { type: 'string', computed: true },
    volume: { type: 'list(string)', computed: true },
  },
};
