import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/secretsmanager_secret */
export const secretDataSchema: Schema = {
  attributes: {
    arn: {
      type: 'string',
      optional: true,
      computed: true,
      pattern: arnPattern,
      exactlyOneOf: ['arn', 'name'],
    },
    created_date: { type: 'string', computed: true },
    description: { type: 'string', computed: true },
    kms_key_id: { type: 'string', computed: true },
    last_changed_date: { type: 'string', computed: true },
    name: { type: 'string', optional: true, computed: true, exactlyOneOf: ['arn', 'name'] },
    policy: { type: 'string', computed: true },
    tags: { type: 'map(string)', computed: true },
    type: { type: 'string', computed: true },
  },
};
