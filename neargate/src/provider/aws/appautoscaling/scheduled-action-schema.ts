import type { Schema } from '../../../terraform/provider.ts';
import { timestampPattern } from '../patterns.ts';
import { numberTextPattern } from '../value-patterns.ts';
import { sameTime } from './same-time.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appautoscaling_scheduled_action */
export const scheduledActionSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    end_time: { type: 'string', optional: true, pattern: timestampPattern, equivalent: sameTime },
    name: { type: 'string', required: true, forceNew: true },
    resource_id: { type: 'string', required: true, forceNew: true },
    scalable_dimension: { type: 'string', required: true, forceNew: true },
    schedule: { type: 'string', required: true },
    service_namespace: { type: 'string', required: true, forceNew: true },
    start_time: { type: 'string', optional: true, pattern: timestampPattern, equivalent: sameTime },
    timezone: { type: 'string', optional: true, default: 'UTC' },
  },
  blocks: {
    scalable_target_action: {
      nesting: 'list',
      min: 1,
      max: 1,
      attributes: {
        max_capacity: {
          type: 'string',
          optional: true,
          pattern: numberTextPattern,
          atLeastOneOf: ['max_capacity', 'min_capacity'],
        },
        min_capacity: {
          type: 'string',
          optional: true,
          pattern: numberTextPattern,
          atLeastOneOf: ['max_capacity', 'min_capacity'],
        },
      },
    },
  },
};
