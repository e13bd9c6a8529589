import { cidrContains } from './ipv4.ts';
import type { NetworkAclEntryModel, NetworkAclModel, NetworkModel, SubnetModel } from './model.ts';
import type { Denial } from './verdict.ts';

/** The ports that clients of Linux, NAT gateways and load balancers send from, which replies go to. */
export const ephemeralPorts = { from: 1024, to: 65_535 } as const;

/** Packets at a subnet's edge. `ports` are destination ports; all of them must pass. */
export interface Packets {
  readonly protocol: 'tcp' | 'udp';
  readonly egress: boolean;
  /** The address at the far side of the edge. */
  readonly address: string;
  readonly ports: { readonly from: number; readonly to: number };
  /** Whether these are the replies of a connection rather than its start. */
  readonly isReply: boolean;
}

/**
 * Whether the subnet's network ACL drops the packets; undefined when it lets them pass. The entry with the lowest number that
 * matches decides; entries know nothing of connections, so replies are judged by themselves.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
 */
export function networkAclDenial(
  model: NetworkModel,
  subnet: SubnetModel,
  packets: Packets,
): Denial | undefined {
  const acl = model.networkAcls.get(subnet.networkAclId);
  if (acl === undefined) return undefined;
  const candidates = acl.entries
    .filter((entry) => entry.egress === packets.egress && matches(entry, packets))
    .toSorted((left, right) => left.ruleNumber - right.ruleNumber);
  let undecided: readonly Range[] = [packets.ports];
  for (const entry of candidates) {
    const range = entry.ports ?? { from: 0, to: 65_535 };
    // A rule that denies a few of the ports replies go to (say 3389) costs the rare connection, not all of them.
    const coversAll = undecided.every((each) => range.from <= each.from && each.to <= range.to);
    if (entry.action === 'deny' && coversAll) return denial(acl, subnet, packets, entry);
    undecided = undecided.flatMap((each) => subtract(each, range));
    if (undecided.length === 0) return undefined;
  }
  return denial(acl, subnet, packets, undefined);
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function subtract(range: Range, taken: Range): Range[] {
  const left: Range[] = [];
  if (range.from < taken.from) left.push({ from: range.from, to: Math.min(range.to, taken.from - 1) });
  if (range.to > taken.to) left.push({ from: Math.max(range.from, taken.to + 1), to: range.to });
  return left;
}

function matches(entry: NetworkAclEntryModel, packets: Packets): boolean {
  if (entry.protocol !== '-1' && entry.protocol !== packets.protocol) return false;
  return entry.cidrBlock !== undefined && cidrContains(entry.cidrBlock, packets.address);
}

function denial(
  acl: NetworkAclModel,
  subnet: SubnetModel,
  packets: Packets,
  entry: NetworkAclEntryModel | undefined,
): Denial {
  const { from, to } = packets.ports;
  const adjective = packets.egress ? 'outbound' : 'inbound';
  const ports = from === to ? String(from) : `${from}-${to}`;
  const what = `${packets.protocol.toUpperCase()} ${ports} ${packets.egress ? 'to' : 'from'} ${packets.address}`;
  const replies = packets.isReply ? ', which replies need' : '';
  const aclText = acl.name === undefined ? acl.id : `${acl.id} (${acl.name})`;
  const isFinalDeny = entry === undefined || entry.ruleNumber > 32_766;
  return {
    allowed: false,
    at: acl.id,
    kind: 'network-acl',
    reason: isFinalDeny
      ? `Network ACL ${aclText} of subnet ${subnet.id} has no ${adjective} rule that allows ${what}${replies}.`
      : `Network ACL ${aclText} of subnet ${subnet.id} denies ${what}${replies}, by its ${adjective} rule ${entry.ruleNumber}.`,
    remedy: isFinalDeny
      ? `Add an ${adjective} rule that allows ${what} to network ACL ${aclText}.`
      : `Put an ${adjective} rule that allows ${what} before rule ${entry.ruleNumber} of network ACL ${aclText}.`,
  };
}
