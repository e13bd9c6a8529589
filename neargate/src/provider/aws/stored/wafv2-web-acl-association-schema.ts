import type { Schema } from '../../../terraform/provider.ts';
import { arnPattern } from '../patterns.ts';
import { timeouts } from '../schema-parts.ts';

/** The arguments and attributes of `aws_wafv2_web_acl_association`, as the provider's 6.x documentation lists them. */
export const wafv2WebAclAssociationSchema: Schema = {
  attributes: {
    resource_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
    web_acl_arn: { type: 'string', required: true, forceNew: true, pattern: arnPattern },
  },
  blocks: { timeouts: timeouts('create') },
};
