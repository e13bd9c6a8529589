import type { IpPermission } from '@aws-sdk/client-ec2';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { tagsAll, tagSpecifications, updateTags } from './ec2-resources.ts';
import { protocolName } from './ip-protocols.ts';
import { vpcSecurityGroupRuleSchema } from './vpc-security-group-rule-schema.ts';

/** One rule with one peer: `aws_vpc_security_group_ingress_rule` and `aws_vpc_security_group_egress_rule`. */
export function vpcSecurityGroupRuleType(direction: 'ingress' | 'egress'): ResourceType<AwsClient> {
  const isEgress = direction === 'egress';
  return {
    schema: vpcSecurityGroupRuleSchema,
    behaviour: 'real',
    async create(config, { client }) {
      const input = {
        GroupId: requiredText(config, 'security_group_id'),
        IpPermissions: [permissionOf(config)],
        TagSpecifications: tagSpecifications('security-group-rule', config),
      };
      const { SecurityGroupRules } = await (isEgress
        ? client.call('ec2', 'AuthorizeSecurityGroupEgress', input)
        : client.call('ec2', 'AuthorizeSecurityGroupIngress', input));
      const id = SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
      return present(readRule(client, id, config), id);
    },
    read: (state, { client }) => readRule(client, requiredText(state, 'id'), state),
    async update(config, prior, { client }) {
      const id = requiredText(prior, 'id');
      if (hasChanged(config, prior, ...changeable)) {
        await client.call('ec2', 'ModifySecurityGroupRules', {
          GroupId: requiredText(config, 'security_group_id'),
          SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: ruleOf(config) }],
        });
      }
      await updateTags(client, id, config, prior);
      return present(readRule(client, id, config), id);
    },
    async delete(state, { client }) {
      const input = {
        GroupId: requiredText(state, 'security_group_id'),
        SecurityGroupRuleIds: [requiredText(state, 'id')],
      };
      await orAbsent(
        isEgress
          ? client.call('ec2', 'RevokeSecurityGroupEgress', input)
          : client.call('ec2', 'RevokeSecurityGroupIngress', input),
        'InvalidSecurityGroupRuleId.NotFound',
        'InvalidGroup.NotFound',
      );
    },
  };
}

const changeable = [
  'cidr_ipv4',
  'cidr_ipv6',
  'description',
  'from_port',
  'ip_protocol',
  'prefix_list_id',
  'referenced_security_group_id',
  'to_port',
] as const;

function ruleOf(config: PlainObject) {
  const hasPorts = protocolName(requiredText(config, 'ip_protocol')) !== '-1';
  return {
    IpProtocol: requiredText(config, 'ip_protocol'),
    FromPort: hasPorts ? numberOf(config, 'from_port') : undefined,
    ToPort: hasPorts ? numberOf(config, 'to_port') : undefined,
    CidrIpv4: textOf(config, 'cidr_ipv4'),
    CidrIpv6: textOf(config, 'cidr_ipv6'),
    PrefixListId: textOf(config, 'prefix_list_id'),
    ReferencedGroupId: referencedGroup(config)?.GroupId,
    Description: textOf(config, 'description'),
  };
}

/** Another account's group is written `account/sg-…`. */
function referencedGroup(config: PlainObject): { GroupId: string; UserId: string | undefined } | undefined {
  const reference = textOf(config, 'referenced_security_group_id');
  if (reference === undefined) return undefined;
  const parts = reference.split('/');
  return { GroupId: parts.at(-1) ?? '', UserId: parts.length > 1 ? parts[0] : undefined };
}

function permissionOf(config: PlainObject): IpPermission {
  const { CidrIpv4, CidrIpv6, PrefixListId, Description, ...rule } = ruleOf(config);
  const group = referencedGroup(config);
  return {
    IpProtocol: rule.IpProtocol,
    FromPort: rule.FromPort,
    ToPort: rule.ToPort,
    IpRanges: CidrIpv4 === undefined ? undefined : [{ CidrIp: CidrIpv4, Description }],
    Ipv6Ranges: CidrIpv6 === undefined ? undefined : [{ CidrIpv6, Description }],
    PrefixListIds: PrefixListId === undefined ? undefined : [{ PrefixListId, Description }],
    UserIdGroupPairs: group === undefined ? undefined : [{ ...group, Description }],
  };
}

async function readRule(client: AwsClient, id: string, known: PlainObject): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('ec2', 'DescribeSecurityGroupRules', { SecurityGroupRuleIds: [id] }),
    'InvalidSecurityGroupRuleId.NotFound',
  );
  const rule = found?.SecurityGroupRules?.[0];
  if (rule === undefined) return undefined;
  const referenced = rule.ReferencedGroupInfo;
  const isForeign = referenced?.UserId !== undefined && referenced.UserId !== rule.GroupOwnerId;
  const hasPorts = rule.IpProtocol !== '-1';
  return {
    id,
    arn: rule.SecurityGroupRuleArn ?? null,
    cidr_ipv4: rule.CidrIpv4 ?? null,
    cidr_ipv6: rule.CidrIpv6 ?? null,
    description: rule.Description ?? null,
    from_port: hasPorts ? (rule.FromPort ?? null) : (known['from_port'] ?? null),
    ip_protocol: rule.IpProtocol ?? null,
    prefix_list_id: rule.PrefixListId ?? null,
    referenced_security_group_id: isForeign
      ? `${referenced.UserId}/${referenced.GroupId}`
      : (referenced?.GroupId ?? null),
    security_group_id: rule.GroupId ?? null,
    security_group_rule_id: id,
    tags_all: tagsAll(rule.Tags),
    to_port: hasPorts ? (rule.ToPort ?? null) : (known['to_port'] ?? null),
  };
}
