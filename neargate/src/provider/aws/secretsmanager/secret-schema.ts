import type { Schema } from '../../../terraform/provider.ts';
import { samePolicy } from '../equivalence.ts';
import { tagAttributes } from '../schema-parts.ts';
import { secretNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret */
export const secretSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true },
    force_overwrite_replica_secret: { type: 'bool', optional: true, default: false },
    kms_key_id: { type: 'string', optional: true },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: secretNamePattern,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: secretNamePattern,
      conflictsWith: ['name'],
    },
    policy: { type: 'string', optional: true, computed: true, equivalent: samePolicy },
    recovery_window_in_days: { type: 'number', optional: true, default: 30, range: [0, 30] },
    type: { type: 'string', optional: true, forceNew: true, range: [0, 256] },
    ...tagAttributes,
  },
  blocks: {
    replica: {
      nesting: 'set',
      computed: true,
      attributes: {
        kms_key_id: { type: 'string', optional: true, computed: true },
        last_accessed_date: { type: 'string', computed: true },
        region: { type: 'string', required: true },
        status: { type: 'string', computed: true },
        status_message: { type: 'string', computed: true },
      },
    },
  },
};
