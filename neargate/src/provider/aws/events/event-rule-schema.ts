import type { Schema } from '../../../terraform/provider.ts';
import { sameJson } from '../equivalence.ts';
import { arnPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { eventBusNamePattern, ruleNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_rule */
export const eventRuleSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, range: [0, 512] },
    event_bus_name: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'default',
      pattern: eventBusNamePattern,
      range: [1, 1600],
    },
    event_pattern: {
      type: 'string',
      optional: true,
      equivalent: sameJson,
      atLeastOneOf: ['schedule_expression', 'event_pattern'],
    },
    force_destroy: { type: 'bool', optional: true, default: false },
    is_enabled: {
      type: 'bool',
      optional: true,
      computed: true,
      deprecated: 'is_enabled is deprecated. Use state instead.',
      conflictsWith: ['state'],
    },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: ruleNamePattern,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: ruleNamePattern,
      conflictsWith: ['name'],
    },
    role_arn: { type: 'string', optional: true, pattern: arnPattern },
    schedule_expression: {
      type: 'string',
      optional: true,
      range: [0, 256],
      atLeastOneOf: ['schedule_expression', 'event_pattern'],
    },
    state: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'],
      conflictsWith: ['is_enabled'],
    },
    ...tagAttributes,
  },
};
