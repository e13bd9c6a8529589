import type { AttributeSchema, Schema } from '../../../terraform/provider.ts';
import { ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { sameProtocol } from './ip-protocols.ts';

const peers = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'];

const peer: AttributeSchema = { type: 'string', optional: true, exactlyOneOf: peers };

const port: AttributeSchema = { type: 'number', optional: true, range: [-1, 65_535] };

/**
 * The arguments and attributes of `aws_vpc_security_group_ingress_rule` and `aws_vpc_security_group_egress_rule`, as the
 * provider's 6.x documentation lists them.
 */
export const vpcSecurityGroupRuleSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    cidr_ipv4: { ...peer, pattern: ipv4CidrPattern },
    cidr_ipv6: { ...peer, pattern: ipv6CidrPattern },
    description: { type: 'string', optional: true },
    from_port: port,
    ip_protocol: { type: 'string', required: true, equivalent: sameProtocol },
    prefix_list_id: peer,
    referenced_security_group_id: peer,
    security_group_id: { type: 'string', required: true, forceNew: true },
    security_group_rule_id: { type: 'string', computed: true },
    to_port: port,
  },
};
