import type { Schema } from '../../../terraform/provider.ts';
import { ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_network_acl`, as the provider's 6.x documentation lists them. */
export const networkAclSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    subnet_ids: { type: 'set(string)', optional: true, computed: true },
    vpc_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: {
    egress: {
      nesting: 'set',
      computed: true,
      attributeMode: true,
      attributes: {
        action: { type: 'string', required: true },
        cidr_block: { type: 'string', optional: true, pattern: ipv4CidrPattern },
        from_port: { type: 'number', required: true, range: [0, 65535] },
        icmp_code: { type: 'number', optional: true },
        icmp_type: { type: 'number', optional: true },
        ipv6_cidr_block: { type: 'string', optional: true, pattern: ipv6CidrPattern },
        protocol: { type: 'string', required: true },
        rule_no: { type: 'number', required: true, range: [1, 32766] },
        to_port: { type: 'number', required: true, range: [0, 65535] },
      },
    },
    ingress: {
      nesting: 'set',
      computed: true,
      attributeMode: true,
      attributes: {
        action: { type: 'string', required: true },
        cidr_block: { type: 'string', optional: true, pattern: ipv4CidrPattern },
        from_port: { type: 'number', required: true, range: [0, 65535] },
        icmp_code: { type: 'number', optional: true },
        icmp_type: { type: 'number', optional: true },
        ipv6_cidr_block: { type: 'string', optional: true, pattern: ipv6CidrPattern },
        protocol: { type: 'string', required: true },
        rule_no: { type: 'number', required: true, range: [1, 32766] },
        to_port: { type: 'number', required: true, range: [0, 65535] },
      },
    },
  },
};
