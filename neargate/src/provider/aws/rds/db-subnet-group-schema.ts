import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';
import { subnetGroupNamePattern } from './patterns.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_subnet_group */
export const dbSubnetGroupSchema: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, default: 'Managed by Terraform' },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: subnetGroupNamePattern,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: subnetGroupNamePattern,
      conflictsWith: ['name'],
    },
    subnet_ids: { type: 'set(string)', required: true },
    supported_network_types: { type: 'set(string)', computed: true },
    vpc_id: { type: 'string', computed: true },
    ...tagAttributes,
  },
};
