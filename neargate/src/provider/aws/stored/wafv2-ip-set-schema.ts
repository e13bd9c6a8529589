import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_wafv2_ip_set`, as the provider's 6.x documentation lists them. */
export const wafv2IpSetSchema: Schema = {
  attributes: {
    ...tagAttributes,
    addresses: { type: 'set(string)', optional: true },
    arn: { type: 'string', computed: true },
    description: { type: 'string', optional: true, range: [1, 256] },
    ip_address_version: { type: 'string', required: true, forceNew: true, enum: ['IPV4', 'IPV6'] },
    lock_token: { type: 'string', computed: true },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [1, 128],
      pattern: { regex: /^[0-9A-Za-z_-]+$/, message: 'must match ^[0-9A-Za-z_-]+$' },
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [1, 102],
      pattern: { regex: /^[0-9A-Za-z_-]+$/, message: 'must match ^[0-9A-Za-z_-]+$' },
      conflictsWith: ['name'],
    },
    scope: { type: 'string', required: true, forceNew: true, enum: ['CLOUDFRONT', 'REGIONAL'] },
  },
};
