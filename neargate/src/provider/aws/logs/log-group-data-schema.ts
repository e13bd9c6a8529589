import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/cloudwatch_log_group */
export const logGroupDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    creation_time: { type: 'number', computed: true },
    deletion_protection_enabled: { type: 'bool', computed: true },
    kms_key_id: { type: 'string', computed: true },
    log_group_class: { type: 'string', computed: true },
    name: { type: 'string', required: true },
    retention_in_days: { type: 'number', computed: true },
    tags: { type: 'map(string)', computed: true },
  },
};
