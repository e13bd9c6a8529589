import type { Schema } from '../../../terraform/provider.ts';
import { sameKey } from './key-references.ts';
import { aliasNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_alias */
export const aliasSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: aliasNamePattern,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: aliasNamePattern,
      conflictsWith: ['name'],
    },
    target_key_arn: { type: 'string', computed: true },
    target_key_id: { type: 'string', required: true, equivalent: sameKey },
  },
};
