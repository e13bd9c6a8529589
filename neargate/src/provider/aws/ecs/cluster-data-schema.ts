import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecs_cluster */
export const clusterDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    cluster_name: { type: 'string', required: true },
    pending_tasks_count: { type: 'number', computed: true },
    registered_container_instances_count: { type: 'number', computed: true },
    running_tasks_count: { type: 'number', computed: true },
    service_connect_defaults: { type: 'list(object({namespace = string}))', computed: true },
    setting: { type: 'set(object({name = string, value = string}))', computed: true },
    status: { type: 'string', computed: true },
    tags: { type: 'map(string)', computed: true },
  },
};
