import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';
import { parameterGroupNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_parameter_group */
export const dbParameterGroupSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, forceNew: true, default: 'Managed by Terraform' },
    family: { type: 'string', required: true, forceNew: true },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: parameterGroupNamePattern,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: parameterGroupNamePattern,
      conflictsWith: ['name'],
    },
    skip_destroy: { type: 'bool', optional: true, default: false },
    ...tagAttributes,
  },
  blocks: {
    parameter: {
      nesting: 'set',
      attributes: {
        apply_method: {
          type: 'string',
          optional: true,
          default: 'immediate',
          pattern: {
            regex: /^(?:immediate|pending-reboot)$/i,
            message: 'must be one of immediate, pending-reboot',
          },
        },
        name: { type: 'string', required: true },
        value: { type: 'string', required: true },
      },
    },
  },
};
