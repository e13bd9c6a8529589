import { cidrContains } from './ipv4.ts';
import type { InterfaceModel, NetworkModel, SecurityGroupModel, SecurityGroupRuleModel } from './model.ts';
import type { Denial } from './verdict.ts';

/** The other end of a connection: an interface of the VPC, or an address somewhere else. */
export type Peer =
  | { readonly kind: 'interface'; readonly networkInterface: InterfaceModel }
  | { readonly kind: 'address'; readonly address: string };

export interface Flow {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/**
 * Whether the groups of an interface let a new connection to or from `peer` through; undefined when they do. The rules of all groups
 * count together, replies need no rule, and an interface without groups (a NAT gateway's) is open.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function securityGroupDenial(
  model: NetworkModel,
  networkInterface: InterfaceModel,
  direction: 'ingress' | 'egress',
  peer: Peer,
  flow: Flow,
): Denial | undefined {
  const { groupIds } = networkInterface;
  if (groupIds.length === 0) return undefined;
  const groups = groupIds.map((id) => model.securityGroups.get(id)).filter((group) => group !== undefined);
  const isAllowed = groups.some((group) =>
    group[direction].some((rule) => ruleMatches(model, rule, peer, flow)),
  );
  return isAllowed ? undefined : denial(model, groups, groupIds, direction, peer, flow);
}

function ruleMatches(model: NetworkModel, rule: SecurityGroupRuleModel, peer: Peer, flow: Flow): boolean {
  if (rule.protocol !== '-1') {
    if (rule.protocol !== flow.protocol) return false;
    if (flow.port < rule.fromPort || flow.port > rule.toPort) return false;
  }
  const address = peer.kind === 'interface' ? peer.networkInterface.privateIp : peer.address;
  switch (rule.peer.kind) {
    case 'ipv4':
      return cidrContains(rule.peer.cidrBlock, address);
    case 'ipv6':
      return false;
    case 'group':
      // A group stands for the private addresses of its interfaces; a public address is never in it.
      return peer.kind === 'interface' && peer.networkInterface.groupIds.includes(rule.peer.groupId);
    case 'prefix-list':
      return (
        model.prefixLists
          .get(rule.peer.prefixListId)
          ?.cidrBlocks.some((cidrBlock) => cidrContains(cidrBlock, address)) ?? false
      );
  }
}

function denial(
  model: NetworkModel,
  groups: readonly SecurityGroupModel[],
  groupIds: readonly string[],
  direction: 'ingress' | 'egress',
  peer: Peer,
  flow: Flow,
): Denial {
  const names = groupIds.map((id) => groupText(model, id));
  const [adjective, preposition] = direction === 'ingress' ? ['inbound', 'from'] : ['outbound', 'to'];
  const what = `${flow.protocol.toUpperCase()} ${flow.port} ${preposition} ${peerText(model, peer)}`;
  const subject =
    names.length === 1
      ? `Security group ${names[0]} has no ${adjective} rule`
      : `None of the security groups ${names.join(', ')} has an ${adjective} rule`;
  return {
    allowed: false,
    at: groups[0]?.id ?? groupIds[0] ?? '',
    kind: direction === 'ingress' ? 'security-group-ingress' : 'security-group-egress',
    reason: `${subject} that allows ${what}.`,
    remedy: `Add an ${adjective} rule for ${what} to security group ${names[0] ?? ''}.`,
  };
}

function groupText(model: NetworkModel, groupId: string): string {
  const name = model.securityGroups.get(groupId)?.name;
  return name === undefined ? groupId : `${groupId} (${name})`;
}

function peerText(model: NetworkModel, peer: Peer): string {
  if (peer.kind === 'address') return peer.address;
  const { groupIds, privateIp } = peer.networkInterface;
  if (groupIds.length === 0) return privateIp;
  const names = groupIds.map((id) => groupText(model, id));
  return `security group${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
}
