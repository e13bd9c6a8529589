import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ssm_parameter */
export const parameterDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    insecure_value: { type: 'string', computed: true },
    name: { type: 'string', required: true },
    type: { type: 'string', computed: true },
    value: { type: 'string', computed: true, sensitive: true },
    version: { type: 'number', computed: true },
    with_decryption: { type: 'bool', optional: true, default: true },
  },
};
