import { isIPv4 } from 'node:net';
import { clientVerdict, somewhere } from './client-reachability.ts';
import type { NetworkModel } from './model.ts';
import { decide } from './reachability.ts';
import { missingInterface } from './route-denials.ts';
import type { Denial, Verdict } from './verdict.ts';

/** A network interface of an account in a region. */
export interface InterfaceReference {
  /** `account/region`. */
  readonly scope: string;
  readonly interfaceId: string;
}

/** The networks that run here, and where their interfaces are on this machine. Plain data: it goes to another process. */
export interface LocalNetwork {
  /** By scope. */
  readonly models: ReadonlyMap<string, NetworkModel>;
  /** The interface of each task, by the task's ARN. */
  readonly tasks: ReadonlyMap<string, InterfaceReference>;
  /** The interface that each loopback address stands for. */
  readonly addresses: ReadonlyMap<string, InterfaceReference>;
  /** The load balancer's listener at each `address:port` of this machine. */
  readonly listeners: ReadonlyMap<string, ListenerReference>;
}

/** Where a listener is in the network. */
export interface ListenerReference {
  /** `account/region`. */
  readonly scope: string;
  readonly scheme: 'internal' | 'internet-facing';
  /** One for each zone. */
  readonly interfaceIds: readonly string[];
  readonly port: number;
}

export interface SocketPlace {
  readonly host: string;
  readonly port: number;
}

/** What becomes of a connection that somebody tries to open. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The interface or the internet address it is to. */
  readonly destination: string;
  /** The address of this machine that stands for the one that was asked for, where that is another. */
  readonly host?: string;
}

/**
 * Judges a connection of an interface to an address as a program of it sees it: a private address of its VPC, the loopback
 * address that stands for one, or an address outside. Pure.
 */
export function judgeConnection(
  network: LocalNetwork,
  source: InterfaceReference,
  { host, port }: SocketPlace,
): Judgement {
  const model = network.models.get(source.scope);
  const origin = model?.interfaces.get(source.interfaceId);
  if (model === undefined || origin === undefined)
    return { verdict: missingInterface(source.interfaceId), destination: host };
  const known = network.addresses.get(host);
  if (known !== undefined) {
    return { verdict: judgeInterfaces(network, source, known, port), destination: known.interfaceId };
  }
  const listener = network.listeners.get(`${host}:${port}`);
  if (listener !== undefined) return judgeListener(network, source, listener);
  // What else listens on this machine, such as the gateway, is beside the network.
  if (isIPv4(host) && host.startsWith('127.'))
    return { verdict: { allowed: true, path: [] }, destination: host };
  const verdict = decide(model, {
    source: { interfaceId: source.interfaceId },
    destination: { internetAddress: host },
    protocol: 'tcp',
    port,
  });
  const inside = [...model.interfaces.values()].find(
    ({ vpcId, privateIp }) => vpcId === origin.vpcId && privateIp === host,
  );
  if (inside === undefined) return { verdict, destination: host };
  const standIn = addressOf(network, { scope: source.scope, interfaceId: inside.id });
  return {
    verdict,
    destination: inside.id,
    ...(standIn === undefined ? {} : { host: standIn }),
  };
}

/**
 * Judges a connection to a load balancer. The name of an internal one leads to its private addresses, that of an internet-facing
 * one to public addresses, which a VPC reaches by way of the internet; one zone that lets the connection through is enough. Pure.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
function judgeListener(
  network: LocalNetwork,
  source: InterfaceReference,
  { scope, scheme, interfaceIds, port }: ListenerReference,
): Judgement {
  const destination = interfaceIds[0] ?? '';
  if (scheme === 'internal') {
    const verdicts = interfaceIds.map((interfaceId) =>
      judgeInterfaces(network, source, { scope, interfaceId }, port),
    );
    const verdict = verdicts.find(({ allowed }) => allowed) ?? verdicts[0];
    return { verdict: verdict ?? missingInterface(destination), destination };
  }
  const own = network.models.get(source.scope);
  const theirs = network.models.get(scope);
  if (own === undefined || theirs === undefined)
    return { verdict: missingInterface(destination), destination };
  const out = decide(own, {
    source: { interfaceId: source.interfaceId },
    destination: { internetAddress: somewhere },
    protocol: 'tcp',
    port,
  });
  return { verdict: out.allowed ? clientVerdict(theirs, interfaceIds, port) : out, destination };
}

/** Judges a connection between two interfaces. Different accounts and regions are not connected. Pure. */
export function judgeInterfaces(
  network: LocalNetwork,
  source: InterfaceReference,
  destination: InterfaceReference,
  port: number,
): Verdict {
  const model = network.models.get(destination.scope);
  if (model === undefined) return missingInterface(destination.interfaceId);
  if (source.scope !== destination.scope) {
    return denied(
      source.interfaceId,
      `Network interface ${source.interfaceId} is in another account or region than ${destination.interfaceId}.`,
      'Run both in one VPC.',
    );
  }
  return decide(model, {
    source: { interfaceId: source.interfaceId },
    destination: { interfaceId: destination.interfaceId },
    protocol: 'tcp',
    port,
  });
}

/**
 * Judges a connection to an interface by the address it comes from. A program without an address of its own (any but
 * Node's, and all on macOS) is treated as the task of the VPC that is let furthest: whatever no task may do, it may not do
 * either. Pure.
 */
export function judgeSource(
  network: LocalNetwork,
  sourceAddress: string,
  destination: InterfaceReference,
  port: number,
): Verdict {
  const known = network.addresses.get(sourceAddress);
  if (known !== undefined) return judgeInterfaces(network, known, destination, port);
  const { interfaces } = network.models.get(destination.scope) ?? {};
  const vpcId = interfaces?.get(destination.interfaceId)?.vpcId;
  let first: Verdict | undefined;
  for (const task of network.tasks.values()) {
    if (task.scope !== destination.scope || interfaces?.get(task.interfaceId)?.vpcId !== vpcId) continue;
    const verdict = judgeInterfaces(network, task, destination, port);
    if (verdict.allowed) return verdict;
    first ??= verdict;
  }
  return (
    first ??
    denied(
      destination.interfaceId,
      `No task runs in the VPC of ${destination.interfaceId}, and nothing outside of it can connect.`,
      'Connect to the address of this machine that the status shows.',
    )
  );
}

function addressOf(network: LocalNetwork, wanted: InterfaceReference): string | undefined {
  for (const [address, { scope, interfaceId }] of network.addresses) {
    if (scope === wanted.scope && interfaceId === wanted.interfaceId) return address;
  }
  return undefined;
}

function denied(at: string, reason: string, remedy: string): Denial {
  return { allowed: false, at, kind: 'interface', reason, remedy };
}
