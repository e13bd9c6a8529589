import { zoneFault } from './faults.ts';
import { cidrContains, formatIpv4, parseIpv4Cidr } from './ipv4.ts';
import type { InterfaceModel, NetworkModel, SecurityGroupRuleModel } from './model.ts';
import { decide } from './reachability.ts';
import type { Verdict } from './verdict.ts';

/** Stands for any client of the internet: an address of TEST-NET-3 (RFC 5737), which nobody routes specially. */
export const somewhere = '203.0.113.10';

/**
 * Whether any client at all can connect to one of the interfaces of a load balancer. Who calls on this machine stands for
 * whatever client is let in: nobody knows where it would call from. So only what keeps everybody out is found, such as a
 * port that no rule opens, or an internet-facing load balancer in subnets without a route to an internet gateway. Pure.
 */
export function clientVerdict(model: NetworkModel, interfaceIds: readonly string[], port: number): Verdict {
  let first: Verdict | undefined;
  for (const interfaceId of interfaceIds) {
    const networkInterface = model.interfaces.get(interfaceId);
    if (networkInterface === undefined) continue;
    const verdict = anyClient(model, networkInterface, port);
    if (verdict.allowed) return verdict;
    first ??= verdict;
  }
  return (
    first ?? {
      allowed: false,
      at: interfaceIds[0] ?? '',
      kind: 'interface',
      reason: 'The load balancer has no network interface.',
      remedy: 'Give the load balancer subnets.',
    }
  );
}

function anyClient(model: NetworkModel, target: InterfaceModel, port: number): Verdict {
  const fault = zoneFault(model, target);
  if (fault !== undefined) return fault;
  const rules = target.groupIds
    .flatMap((id) => model.securityGroups.get(id)?.ingress ?? [])
    .filter((rule) => opens(rule, port));
  let first: Verdict | undefined;
  for (const address of rules.flatMap((rule) => clientsOf(model, target, rule))) {
    // What is inside of the network is not asked how it gets there.
    if (address === undefined) return { allowed: true, path: [] };
    const verdict = decide(model, {
      source: { internetAddress: address },
      destination: { interfaceId: target.id },
      protocol: 'tcp',
      port,
    });
    if (verdict.allowed) return verdict;
    first ??= verdict;
  }
  return first ?? nobody(model, target, port);
}

function opens({ protocol, fromPort, toPort }: SecurityGroupRuleModel, port: number): boolean {
  return protocol === '-1' || (protocol === 'tcp' && fromPort <= port && port <= toPort);
}

/** An address for each block of clients that a rule lets in; undefined stands for clients inside of the network. */
function clientsOf(
  model: NetworkModel,
  target: InterfaceModel,
  { peer }: SecurityGroupRuleModel,
): readonly (string | undefined)[] {
  const isInside = (address: string) =>
    target.publicIp === undefined ||
    (model.vpcs.get(target.vpcId)?.cidrBlocks ?? []).some((block) => cidrContains(block, address)) ||
    privateBlocks.some((block) => cidrContains(block, address));
  const clients = (blocks: readonly string[]) =>
    blocks.map((block) => {
      const address = clientIn(block);
      return isInside(address) ? undefined : address;
    });
  switch (peer.kind) {
    case 'ipv4':
      return clients([peer.cidrBlock]);
    case 'prefix-list':
      return clients(model.prefixLists.get(peer.prefixListId)?.cidrBlocks ?? []);
    case 'group':
      return [undefined];
    case 'ipv6':
      return [];
  }
}

/** Addresses that no client of the internet has (RFC 1918). */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function clientIn(block: string): string {
  if (cidrContains(block, somewhere)) return somewhere;
  return formatIpv4(parseIpv4Cidr(block)?.first ?? 0);
}

function nobody(model: NetworkModel, { groupIds, id }: InterfaceModel, port: number): Verdict {
  const names = groupIds.map((groupId) => {
    const name = model.securityGroups.get(groupId)?.name;
    return name === undefined ? groupId : `${groupId} (${name})`;
  });
  const subject =
    names.length === 1
      ? `Security group ${names[0]} has no inbound rule`
      : `None of the security groups ${names.join(', ')} has an inbound rule`;
  return {
    allowed: false,
    at: groupIds[0] ?? id,
    kind: 'security-group-ingress',
    reason: `${subject} that allows TCP ${port} from any client.`,
    remedy: `Add an inbound rule for TCP ${port} to security group ${names[0] ?? ''}.`,
  };
}
