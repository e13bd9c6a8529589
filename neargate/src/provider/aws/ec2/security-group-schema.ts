import type { AttributeSchema, BlockSchema, Schema } from '../../../terraform/provider.ts';
import { ipv4CidrPattern, ipv6CidrPattern } from '../patterns.ts';
import { tagAttributes, timeouts } from '../schema-parts.ts';
import { sameProtocol } from './ip-protocols.ts';

export const ruleDescription: AttributeSchema = {
  type: 'string',
  optional: true,
  pattern: {
    regex: /^[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]{0,255}$/,
    message: 'can only contain a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*, at most 255 characters',
  },
};

/** `ingress` and `egress`, also as attributes: `ingress = []` removes all rules, leaving it out leaves them alone. */
export const ruleBlocks: BlockSchema = {
  nesting: 'set',
  computed: true,
  attributeMode: true,
  attributes: {
    cidr_blocks: { type: 'list(string)', optional: true, pattern: ipv4CidrPattern },
    description: ruleDescription,
    from_port: { type: 'number', required: true },
    ipv6_cidr_blocks: { type: 'list(string)', optional: true, pattern: ipv6CidrPattern },
    prefix_list_ids: { type: 'list(string)', optional: true },
    protocol: { type: 'string', required: true, equivalent: sameProtocol },
    security_groups: { type: 'set(string)', optional: true },
    self: { type: 'bool', optional: true, default: false },
    to_port: { type: 'number', required: true },
  },
};

const groupName = {
  regex: /^(?!sg-).{0,255}$/s,
  message: 'must be at most 255 characters and cannot begin with sg-',
};

/** The arguments and attributes of `aws_security_group`, as the provider's 6.x documentation lists them. */
export const securityGroupSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    description: {
      type: 'string',
      optional: true,
      forceNew: true,
      default: 'Managed by Terraform',
      range: [0, 255],
    },
    name: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      pattern: groupName,
      conflictsWith: ['name_prefix'],
    },
    name_prefix: {
      type: 'string',
      optional: true,
      computed: true,
      forceNew: true,
      range: [0, 229],
      pattern: groupName,
      conflictsWith: ['name'],
    },
    owner_id: { type: 'string', computed: true },
    revoke_rules_on_delete: { type: 'bool', optional: true, default: false },
    vpc_id: { type: 'string', optional: true, computed: true, forceNew: true },
  },
  blocks: { egress: ruleBlocks, ingress: ruleBlocks, timeouts: timeouts('create', 'delete') },
};

/** The arguments and attributes of `aws_default_security_group`, as the provider's 6.x documentation lists them. */
export const defaultSecurityGroupSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    description: { type: 'string', computed: true },
    name: { type: 'string', computed: true },
    name_prefix: { type: 'string', computed: true },
    owner_id: { type: 'string', computed: true },
    revoke_rules_on_delete: { type: 'bool', optional: true, default: false },
    vpc_id: { type: 'string', optional: true, computed: true, forceNew: true },
  },
  blocks: { egress: ruleBlocks, ingress: ruleBlocks },
};
