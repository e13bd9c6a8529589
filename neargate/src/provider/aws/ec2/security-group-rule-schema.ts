import type { AttributeSchema, Schema } from '../../../terraform/provider.ts';
import { ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { timeouts } from '../schema-parts.ts';
import { sameProtocol } from './ip-protocols.ts';
import { ruleDescription } from './security-group-schema.ts';

const peers = ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'self', 'source_security_group_id'];

const peerList: AttributeSchema = {
  type: 'list(string)',
  optional: true,
  forceNew: true,
  atLeastOneOf: peers,
};

/** The arguments and attributes of `aws_security_group_rule`, as the provider's 6.x documentation lists them. */
export const securityGroupRuleSchema: Schema = {
  attributes: {
    cidr_blocks: {
      ...peerList,
      pattern: ipv4CidrPattern,
      conflictsWith: ['source_security_group_id', 'self'],
    },
    description: ruleDescription,
    from_port: { type: 'number', required: true, forceNew: true },
    ipv6_cidr_blocks: {
      ...peerList,
      pattern: ipv6CidrPattern,
      conflictsWith: ['source_security_group_id', 'self'],
    },
    prefix_list_ids: { ...peerList },
    protocol: { type: 'string', required: true, forceNew: true, equivalent: sameProtocol },
    security_group_id: { type: 'string', required: true, forceNew: true },
    security_group_rule_id: { type: 'string', computed: true },
    self: {
      type: 'bool',
      optional: true,
      forceNew: true,
      default: false,
      conflictsWith: ['cidr_blocks', 'ipv6_cidr_blocks', 'source_security_group_id'],
      atLeastOneOf: peers,
    },
    source_security_group_id: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      conflictsWith: ['cidr_blocks', 'ipv6_cidr_blocks', 'self'],
      atLeastOneOf: peers,
    },
    to_port: { type: 'number', required: true, forceNew: true },
    type: { type: 'string', required: true, forceNew: true, enum: ['ingress', 'egress'] },
  },
  blocks: { timeouts: timeouts('create') },
};
