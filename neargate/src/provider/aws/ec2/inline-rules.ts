import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blocksOf, boolOf, numberOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { protocolName } from './ip-protocols.ts';

/** One rule with one peer, which is what EC2 keeps; a block of the configuration stands for several. */
export interface SingleRule {
  readonly protocol: string;
  /** -1 where the protocol has no ports. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: Peer;
  readonly description: string | undefined;
}

type Peer =
  | { readonly kind: 'ipv4' | 'ipv6' | 'prefix-list'; readonly value: string }
  /** Written `account/sg-…` when the group belongs to another account. */
  | { readonly kind: 'group'; readonly value: string };

/** The single rules that one `ingress` or `egress` block, or one `aws_security_group_rule`, stands for. */
export function rulesOfBlock(block: PlainObject, groupId: string): SingleRule[] {
  const protocol = protocolName(requiredText(block, 'protocol'));
  const all = protocol === '-1';
  const base = {
    protocol,
    fromPort: all ? -1 : (numberOf(block, 'from_port') ?? -1),
    toPort: all ? -1 : (numberOf(block, 'to_port') ?? -1),
    description: textOf(block, 'description'),
  };
  const peers: Peer[] = [
    ...textsOf(block, 'cidr_blocks').map((value): Peer => ({ kind: 'ipv4', value })),
    ...textsOf(block, 'ipv6_cidr_blocks').map((value): Peer => ({ kind: 'ipv6', value })),
    ...textsOf(block, 'prefix_list_ids').map((value): Peer => ({ kind: 'prefix-list', value })),
    ...textsOf(block, 'security_groups').map((value): Peer => ({ kind: 'group', value })),
    ...(boolOf(block, 'self') === true ? [{ kind: 'group', value: groupId } as const] : []),
  ];
  return peers.map((peer) => ({ ...base, peer }));
}

/** A rule as EC2 describes it. */
export function singleRule(rule: SecurityGroupRule): SingleRule {
  const referenced = rule.ReferencedGroupInfo;
  const peer: Peer =
    rule.CidrIpv4 !== undefined
      ? { kind: 'ipv4', value: rule.CidrIpv4 }
      : rule.CidrIpv6 !== undefined
        ? { kind: 'ipv6', value: rule.CidrIpv6 }
        : rule.PrefixListId !== undefined
          ? { kind: 'prefix-list', value: rule.PrefixListId }
          : {
              kind: 'group',
              value:
                referenced?.UserId === undefined || referenced.UserId === rule.GroupOwnerId
                  ? (referenced?.GroupId ?? '')
                  : `${referenced.UserId}/${referenced.GroupId ?? ''}`,
            };
  return {
    protocol: rule.IpProtocol ?? '-1',
    fromPort: rule.FromPort ?? -1,
    toPort: rule.ToPort ?? -1,
    peer,
    description: rule.Description === '' ? undefined : rule.Description,
  };
}

/** The rule in the form that Authorize and Revoke take. */
export function permissionOf(rule: SingleRule): IpPermission {
  const { peer, description: Description } = rule;
  const base: IpPermission = {
    IpProtocol: rule.protocol,
    ...(rule.protocol === '-1' ? {} : { FromPort: rule.fromPort, ToPort: rule.toPort }),
  };
  switch (peer.kind) {
    case 'ipv4':
      return { ...base, IpRanges: [{ CidrIp: peer.value, Description }] };
    case 'ipv6':
      return { ...base, Ipv6Ranges: [{ CidrIpv6: peer.value, Description }] };
    case 'prefix-list':
      return { ...base, PrefixListIds: [{ PrefixListId: peer.value, Description }] };
    case 'group': {
      const [account, group] = peer.value.includes('/') ? peer.value.split('/') : [undefined, peer.value];
      return { ...base, UserIdGroupPairs: [{ GroupId: group, UserId: account, Description }] };
    }
  }
}

/**
 * The blocks that describe the rules a group has. Blocks that are known keep their shape as far as their rules are there;
 * what is left becomes new blocks by protocol, ports and description.
 */
export function blocksOfRules(
  rules: readonly SingleRule[],
  known: PlainObject,
  name: 'ingress' | 'egress',
  groupId: string,
): PlainObject[] {
  const left = new Map(rules.map((rule) => [ruleKey(rule), rule]));
  const blocks: PlainObject[] = [];
  for (const block of blocksOf(known, name)) {
    const there = rulesOfBlock(block, groupId).filter((rule) => left.delete(ruleKey(rule)));
    if (there.length === 0) continue;
    blocks.push(there.length === rulesOfBlock(block, groupId).length ? block : newBlock(there, groupId));
  }
  const groups = new Map<string, SingleRule[]>();
  for (const rule of left.values()) {
    const key = [rule.protocol, rule.fromPort, rule.toPort, rule.description].join('/');
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  for (const group of groups.values()) blocks.push(newBlock(group, groupId));
  return blocks;
}

export function ruleKey(rule: SingleRule): string {
  return [
    rule.protocol,
    rule.fromPort,
    rule.toPort,
    rule.peer.kind,
    rule.peer.value,
    rule.description ?? '',
  ].join('|');
}

function newBlock(rules: readonly SingleRule[], groupId: string): PlainObject {
  const [first] = rules;
  const values = (kind: Peer['kind']) =>
    rules.filter(({ peer }) => peer.kind === kind && peer.value !== groupId).map(({ peer }) => peer.value);
  const all = first?.protocol === '-1';
  return {
    cidr_blocks: values('ipv4'),
    description: first?.description ?? '',
    from_port: all ? 0 : (first?.fromPort ?? 0),
    ipv6_cidr_blocks: values('ipv6'),
    prefix_list_ids: values('prefix-list'),
    protocol: first?.protocol ?? '-1',
    security_groups: values('group'),
    self: rules.some(({ peer }) => peer.value === groupId),
    to_port: all ? 0 : (first?.toPort ?? 0),
  };
}
