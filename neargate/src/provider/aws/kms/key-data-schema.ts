import type { Schema } from '../../../terraform/provider.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/kms_key */
export const keyDataSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    aws_account_id: { type: 'string', computed: true },
    cloud_hsm_cluster_id: { type: 'string', computed: true },
    creation_date: { type: 'string', computed: true },
    customer_master_key_spec: { type: 'string', computed: true },
    custom_key_store_id: { type: 'string', computed: true },
    deletion_date: { type: 'string', computed: true },
    description: { type: 'string', computed: true },
    enabled: { type: 'bool', computed: true },
    expiration_model: { type: 'string', computed: true },
    grant_tokens: { type: 'list(string)', optional: true },
    key_id: { type: 'string', required: true },
    key_manager: { type: 'string', computed: true },
    key_spec: { type: 'string', computed: true },
    key_state: { type: 'string', computed: true },
    key_usage: { type: 'string', computed: true },
    multi_region: { type: 'bool', computed: true },
    multi_region_configuration: {
      type: 'list(object({multi_region_key_type = string, primary_key = list(object({arn = string, region = string})), replica_keys = list(object({arn = string, region = string}))}))',
      computed: true,
    },
    origin: { type: 'string', computed: true },
    pending_deletion_window_in_days: { type: 'number', computed: true },
    valid_to: { type: 'string', computed: true },
    xks_key_configuration: { type: 'list(object({id = string}))', computed: true },
  },
};
