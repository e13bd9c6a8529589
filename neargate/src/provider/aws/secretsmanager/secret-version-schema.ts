import type { Schema } from '../../../terraform/provider.ts';
import { base64Pattern } from '../value-patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret_version */
export const secretVersionSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true, deprecated: 'arn is deprecated' },
    has_secret_string_wo: { type: 'bool', computed: true },
    secret_arn: { type: 'string', computed: true },
    secret_id: { type: 'string', required: true, forceNew: true },
    secret_binary: {
      type: 'string',
      optional: true,
      forceNew: true,
      sensitive: true,
      pattern: base64Pattern,
      conflictsWith: ['secret_string', 'secret_string_wo'],
    },
    secret_string: {
      type: 'string',
      optional: true,
      sensitive: true,
      conflictsWith: ['secret_binary', 'secret_string_wo'],
    },
    secret_string_wo: {
      type: 'string',
      optional: true,
      sensitive: true,
      writeOnly: true,
      conflictsWith: ['secret_binary', 'secret_string'],
      requiredWith: ['secret_string_wo_version'],
    },
    secret_string_wo_version: { type: 'number', optional: true, requiredWith: ['secret_string_wo'] },
    version_id: { type: 'string', computed: true },
    version_stages: { type: 'set(string)', optional: true, computed: true },
  },
};
