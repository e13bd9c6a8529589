import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appautoscaling_target */
export const targetSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    max_capacity: { type: 'number', required: true },
    min_capacity: { type: 'number', required: true },
    resource_id: { type: 'string', required: true, forceNew: true },
    role_arn: { type: 'string', optional: true, computed: true },
    scalable_dimension: { type: 'string', required: true, forceNew: true },
    service_namespace: { type: 'string', required: true, forceNew: true },
    ...tagAttributes,
  },
  blocks: {
    suspended_state: {
      nesting: 'list',
      max: 1,
      computed: true,
      attributes: {
        dynamic_scaling_in_suspended: { type: 'bool', optional: true, default: false },
        dynamic_scaling_out_suspended: { type: 'bool', optional: true, default: false },
        scheduled_scaling_suspended: { type: 'bool', optional: true, default: false },
      },
    },
  },
};
