import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_elasticache_subnet_group`, as the provider's 6.x documentation lists them. */
export const elasticacheSubnetGroupSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, default: 'Managed by Terraform' },
    name: { type: 'string', required: true, forceNew: true },
    subnet_ids: { type: 'set(string)', required: true },
    vpc_id: { type: 'string', computed: true },
  },
};
