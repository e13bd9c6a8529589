import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';
import { logGroupNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group */
export const logGroupSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    deletion_protection_enabled: { type: 'bool', optional: true, computed: true },
    kms_key_id: { type: 'string', optional: true },
    log_group_class: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'],
    },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: logGroupNamePattern,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: logGroupNamePattern,
      conflictsWith: ['name'],
    },
    retention_in_days: { type: 'number', optional: true, default: 0 },
    skip_destroy: { type: 'bool', optional: true, default: false },
    ...tagAttributes,
  },
};
