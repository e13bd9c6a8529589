import type { Schema } from '../../../terraform/provider.ts';
import { sameDomain } from './domain-names.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone */
export const zoneSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    comment: { type: 'string', optional: true, default: 'Managed by Terraform', range: [0, 256] },
    delegation_set_id: {
      type: 'string',
      optional: true,
      forceNew: true,
      range: [0, 32],
      conflictsWith: ['vpc'],
    },
    enable_accelerated_recovery: { type: 'bool', optional: true, computed: true },
    force_destroy: { type: 'bool', optional: true, default: false },
    name: { type: 'string', required: true, forceNew: true, range: [1, 1024], equivalent: sameDomain },
    name_servers: { type: 'list(string)', computed: true },
    primary_name_server: { type: 'string', computed: true },
    zone_id: { type: 'string', computed: true },
  },
  blocks: {
    vpc: {
      nesting: 'set',
      attributes: {
        vpc_id: { type: 'string', required: true },
        vpc_region: { type: 'string', optional: true, computed: true },
      },
    },
    timeouts: timeouts('create', 'update', 'delete'),
  },
};
