import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_parameter */
export const parameterSchema: Schema = {
  attributes: {
    allowed_pattern: { type: 'string', optional: true, range: [0, 1024] },
    arn: { type: 'string', optional: true, computed: true },
    data_type: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      enum: ['aws:ec2:image', 'aws:ssm:integration', 'text'],
    },
    description: { type: 'string', optional: true, range: [0, 1024] },
    has_value_wo: { type: 'bool', computed: true },
    insecure_value: {
      type: 'string',
      optional: true,
      computed: true,
      exactlyOneOf: ['value', 'insecure_value', 'value_wo'],
    },
    key_id: { type: 'string', optional: true, computed: true },
    name: { type: 'string', required: true, forceNew: true, range: [1, 2048] },
    overwrite: { type: 'bool', optional: true },
    tier: {
      type: 'string',
      optional: true,
      computed: true,
      enum: ['Standard', 'Advanced', 'Intelligent-Tiering'],
    },
    type: { type: 'string', required: true, enum: ['String', 'StringList', 'SecureString'] },
    value: {
      type: 'string',
      optional: true,
      computed: true,
      sensitive: true,
      exactlyOneOf: ['value', 'insecure_value', 'value_wo'],
    },
    value_wo: {
      type: 'string',
      optional: true,
      sensitive: true,
      writeOnly: true,
      exactlyOneOf: ['value', 'insecure_value', 'value_wo'],
      requiredWith: ['value_wo_version'],
    },
    value_wo_version: { type: 'number', optional: true, requiredWith: ['value_wo'] },
    version: { type: 'number', computed: true },
    ...tagAttributes,
  },
};
