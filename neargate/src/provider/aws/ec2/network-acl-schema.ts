import type { BlockSchema, Schema } from '../../../terraform/provider.ts';
import { sameIgnoringCase } from '../equivalence.ts';
import { ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { tagAttributes } from '../schema-parts.ts';
import { sameProtocol } from './ip-protocols.ts';

const action = { regex: /^(?:allow|deny)$/i, message: 'must be one of allow, deny' };

/** `ingress` and `egress`, also as attributes. */
const entryBlocks: BlockSchema = {
  nesting: 'set',
  computed: true,
  attributeMode: true,
  attributes: {
    action: { type: 'string', required: true, pattern: action, equivalent: sameIgnoringCase },
    cidr_block: { type: 'string', optional: true, pattern: ipv4CidrPattern },
    from_port: { type: 'number', required: true, range: [0, 65_535] },
    icmp_code: { type: 'number', optional: true },
    icmp_type: { type: 'number', optional: true },
    ipv6_cidr_block: { type: 'string', optional: true, pattern: ipv6CidrPattern },
    protocol: { type: 'string', required: true, equivalent: sameProtocol },
    rule_no: { type: 'number', required: true, range: [1, 32_766] },
    to_port: { type: 'number', required: true, range: [0, 65_535] },
  },
};

/** The arguments and attributes of `aws_network_acl`, as the provider's 6.x documentation lists them. */
export const networkAclSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    subnet_ids: { type: 'set(string)', optional: true, computed: true },
    vpc_id: { type: 'string', required: true, forceNew: true },
  },
  blocks: { egress: entryBlocks, ingress: entryBlocks },
};

/** The arguments and attributes of `aws_network_acl_rule`, as the provider's 6.x documentation lists them. */
export const networkAclRuleSchema: Schema = {
  attributes: {
    cidr_block: {
      type: 'string',
      optional: true,
      forceNew: true,
      pattern: ipv4CidrPattern,
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
      pattern: ipv6CidrPattern,
      exactlyOneOf: ['cidr_block', 'ipv6_cidr_block'],
    },
    network_acl_id: { type: 'string', required: true, forceNew: true },
    protocol: { type: 'string', required: true, forceNew: true, equivalent: sameProtocol },
    rule_action: {
      type: 'string',
      required: true,
      forceNew: true,
      pattern: action,
      equivalent: sameIgnoringCase,
    },
    rule_number: { type: 'number', required: true, forceNew: true },
    to_port: { type: 'number', optional: true, forceNew: true },
  },
};

/** The arguments and attributes of `aws_default_network_acl`, as the provider's 6.x documentation lists them. */
export const defaultNetworkAclSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    default_network_acl_id: { type: 'string', required: true, forceNew: true },
    owner_id: { type: 'string', computed: true },
    subnet_ids: { type: 'set(string)', optional: true },
    vpc_id: { type: 'string', computed: true },
  },
  blocks: {
    egress: { ...entryBlocks, computed: false, attributeMode: false },
    ingress: { ...entryBlocks, computed: false, attributeMode: false },
  },
};
