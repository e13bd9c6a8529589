import { crc32 } from 'node:zlib';
import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { permissionOf, ruleKey, rulesOfBlock, type SingleRule, singleRule } from './inline-rules.ts';
import { protocolName } from './ip-protocols.ts';
import { securityGroupRuleSchema } from './security-group-rule-schema.ts';

/** One or more rules of the same protocol and ports, in the older form; the rule resources of their own are to be preferred. */
export const securityGroupRuleType: ResourceType<AwsClient> = {
  schema: securityGroupRuleSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const input = inputOf(config);
    await (isEgress(config)
      ? client.call('ec2', 'AuthorizeSecurityGroupEgress', input)
      : client.call('ec2', 'AuthorizeSecurityGroupIngress', input));
    return present(readRule(client, config), idOf(config));
  },
  read: (state, { client }) => readRule(client, state),
  async update(config, _prior, { client }) {
    const input = inputOf(config);
    await (isEgress(config)
      ? client.call('ec2', 'UpdateSecurityGroupRuleDescriptionsEgress', input)
      : client.call('ec2', 'UpdateSecurityGroupRuleDescriptionsIngress', input));
    return present(readRule(client, config), idOf(config));
  },
  async delete(state, { client }) {
    const input = inputOf(state);
    await orAbsent(
      isEgress(state)
        ? client.call('ec2', 'RevokeSecurityGroupEgress', input)
        : client.call('ec2', 'RevokeSecurityGroupIngress', input),
      'InvalidPermission.NotFound',
      'InvalidGroup.NotFound',
    );
  },
};

function isEgress(rule: PlainObject): boolean {
  return rule['type'] === 'egress';
}

function singleRules(rule: PlainObject): SingleRule[] {
  const source = textOf(rule, 'source_security_group_id');
  const isSelf = boolOf(rule, 'self') === true;
  return rulesOfBlock(
    { ...rule, security_groups: source === undefined || isSelf ? [] : [source] },
    requiredText(rule, 'security_group_id'),
  );
}

function inputOf(rule: PlainObject) {
  return {
    GroupId: requiredText(rule, 'security_group_id'),
    IpPermissions: singleRules(rule).map(permissionOf),
  };
}

function idOf(rule: PlainObject): string {
  const keys = singleRules(rule).map((single) => ruleKey({ ...single, description: undefined }));
  const text = [requiredText(rule, 'security_group_id'), requiredText(rule, 'type'), ...keys.toSorted()].join(
    '-',
  );
  return `sgrule-${crc32(text)}`;
}

async function readRule(client: AwsClient, known: PlainObject): Promise<PlainObject | undefined> {
  const { SecurityGroupRules } = await client.call('ec2', 'DescribeSecurityGroupRules', {
    Filters: [{ Name: 'group-id', Values: [requiredText(known, 'security_group_id')] }],
  });
  const there = new Map<string, SecurityGroupRule>();
  for (const rule of SecurityGroupRules ?? []) {
    if (rule.IsEgress === isEgress(known)) there.set(withoutDescription(singleRule(rule)), rule);
  }
  const found = singleRules(known).map((rule) => there.get(withoutDescription(rule)));
  const [first] = found;
  if (first === undefined || found.includes(undefined)) return undefined;
  return {
    ...known,
    id: idOf(known),
    description: first.Description ?? null,
    protocol: protocolName(requiredText(known, 'protocol')),
    security_group_rule_id: found.length === 1 ? (first.SecurityGroupRuleId ?? '') : '',
    self: boolOf(known, 'self') ?? false,
    source_security_group_id: textOf(known, 'source_security_group_id') ?? null,
  };
}

function withoutDescription(rule: SingleRule): string {
  return ruleKey({ ...rule, description: undefined });
}
