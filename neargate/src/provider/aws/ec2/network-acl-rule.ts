import { crc32 } from 'node:zlib';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { protocolName } from './ip-protocols.ts';
import { networkAclRuleSchema } from './network-acl-schema.ts';
import { protocolNumber } from './network-acl.ts';

export const networkAclRuleType: ResourceType<AwsClient> = {
  schema: networkAclRuleSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const protocol = protocolName(requiredText(config, 'protocol'));
    const isIcmp = protocol === 'icmp' || protocol === 'icmpv6';
    await client.call('ec2', 'CreateNetworkAclEntry', {
      NetworkAclId: requiredText(config, 'network_acl_id'),
      Egress: boolOf(config, 'egress') ?? false,
      RuleNumber: numberOf(config, 'rule_number'),
      RuleAction: requiredText(config, 'rule_action').toLowerCase() as 'allow' | 'deny',
      Protocol: protocolNumber(protocol),
      CidrBlock: textOf(config, 'cidr_block'),
      Ipv6CidrBlock: textOf(config, 'ipv6_cidr_block'),
      PortRange: { From: numberOf(config, 'from_port') ?? 0, To: numberOf(config, 'to_port') ?? 0 },
      IcmpTypeCode: isIcmp
        ? { Type: numberOf(config, 'icmp_type') ?? 0, Code: numberOf(config, 'icmp_code') ?? 0 }
        : undefined,
    });
    return present(readRule(client, config), requiredText(config, 'network_acl_id'));
  },
  read: (state, { client }) => readRule(client, state),
  async delete(state, { client }) {
    await orAbsent(
      client.call('ec2', 'DeleteNetworkAclEntry', {
        NetworkAclId: requiredText(state, 'network_acl_id'),
        Egress: boolOf(state, 'egress') ?? false,
        RuleNumber: numberOf(state, 'rule_number'),
      }),
      'InvalidNetworkAclEntry.NotFound',
      'InvalidNetworkAclID.NotFound',
    );
  },
};

async function readRule(client: AwsClient, known: PlainObject): Promise<PlainObject | undefined> {
  const networkAclId = requiredText(known, 'network_acl_id');
  const egress = boolOf(known, 'egress') ?? false;
  const found = await orAbsent(
    client.call('ec2', 'DescribeNetworkAcls', { NetworkAclIds: [networkAclId] }),
    'InvalidNetworkAclID.NotFound',
  );
  const entry = found?.NetworkAcls?.[0]?.Entries?.find(
    (each) => each.Egress === egress && each.RuleNumber === numberOf(known, 'rule_number'),
  );
  if (entry === undefined) return undefined;
  const protocol = entry.Protocol ?? '-1';
  return {
    id: `nacl-${crc32(`${networkAclId}-${entry.RuleNumber}-${egress}-${protocol}-`)}`,
    cidr_block: entry.CidrBlock ?? null,
    egress,
    from_port: entry.PortRange?.From ?? known['from_port'] ?? null,
    icmp_code: entry.IcmpTypeCode?.Code ?? known['icmp_code'] ?? null,
    icmp_type: entry.IcmpTypeCode?.Type ?? known['icmp_type'] ?? null,
    ipv6_cidr_block: entry.Ipv6CidrBlock ?? null,
    network_acl_id: networkAclId,
    protocol,
    rule_action: entry.RuleAction ?? null,
    rule_number: entry.RuleNumber ?? null,
    to_port: entry.PortRange?.To ?? known['to_port'] ?? null,
  };
}
