import type { Schema } from '../../../terraform/provider.ts';

/** The arguments and attributes of `aws_network_acl_rule`, as the provider's 6.x documentation lists them. */
export const networkAclRuleSchema: Schema = {
  attributes: {
    cidr_block: {
      type: 'string',
      optional: true,
      forceNew: true,
      exactlyOneOf: ['cidr_block', 'ipv6_cidr_block'],
    },
    egress: { type: 'bool', optional: true, forceNew: true, default: false },
    from_port: { type: 'number', optional: true, forceNew: true },
    icmp_code: { type: 'number', optional: true, forceNew: true },
    icmp_type: { type: 'number', optional: true, forceNew: true },
    ipv6_cidr_block: {
      type: 'string',
      optional: true,
      forceNew: true,
      exactlyOneOf: ['cidr_block', 'ipv6_cidr_block'],
    },
    network_acl_id: { type: 'string', required: true, forceNew: true },
    protocol: { type: 'string', required: true, forceNew: true },
    rule_action: { type: 'string', required: true, forceNew: true, enum: ['allow', 'deny'] },
    rule_number: { type: 'number', required: true, forceNew: true },
    to_port: { type: 'number', optional: true, forceNew: true },
  },
};
