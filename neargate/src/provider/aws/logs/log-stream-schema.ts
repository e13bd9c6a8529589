import type { Schema } from '../../../terraform/provider.ts';
import { logStreamNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_stream */
export const logStreamSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    log_group_name: { type: 'string', required: true, forceNew: true },
    name: { type: 'string', required: true, forceNew: true, pattern: logStreamNamePattern },
  },
};
