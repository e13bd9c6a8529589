import type { RelayConfig, RelayVerdict, SocketPlace } from '../../drivers/relay/relay-snapshot.ts';
import type { NetworkModel } from '../../network/model.ts';
import { decide } from '../../network/reachability.ts';
import type { Denial, Verdict } from '../../network/verdict.ts';
import type { DbInstanceRow } from '../../services/rds/store.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';

/** The networks of one account in one region, with who uses them. */
export interface RegionalNetwork {
  readonly scope: string;
  readonly model: NetworkModel;
  readonly databases: readonly DbInstanceRow[];
  /** The network interfaces of tasks. */
  readonly taskInterfaceIds: readonly string[];
}

/** What the relay shall do, and the verdicts behind it in full. */
export interface RelayPlan {
  readonly relays: readonly RelayConfig[];
  /** By the relay's id and the source address; `''` stands for sources that cannot be told apart. */
  readonly denials: ReadonlyMap<string, ReadonlyMap<string, Denial>>;
}

/** Where connections come from that no interface stands for: programs that Neargate's preload is not in, and all on macOS. */
const sharedAddress = '127.0.0.1';

/**
 * One relay for each database that runs, at the address that stands for its network interface, with the verdict for each task. A
 * source that has no address of its own is treated as the task that is let furthest: whatever no task may do, it may not
 * do either. `elsewhere` are the relays that found their address taken, by id: they get a free port.
 */
export function planRelays(
  networks: readonly RegionalNetwork[],
  addresses: InterfaceAddresses,
  elsewhere: ReadonlySet<string>,
): RelayPlan {
  const sources = networks.flatMap(({ scope, taskInterfaceIds }) =>
    taskInterfaceIds.map((interfaceId) => ({
      scope,
      interfaceId,
      address: addresses.loopbackOf(scope, interfaceId),
    })),
  );
  const relays: RelayConfig[] = [];
  const denials = new Map<string, Map<string, Denial>>();
  for (const network of networks) {
    for (const database of network.databases) {
      const { networkInterfaceId: id, port, observed } = database;
      if (observed.local === undefined) continue;
      const verdicts = sources.map((source) => ({
        ...source,
        verdict: verdictFor(network, database, source.scope, source.interfaceId),
      }));
      const others = verdictForOthers(network, database, verdicts);
      relays.push({
        id,
        listen: listenPlace(addresses.loopbackOf(network.scope, id), port, elsewhere.has(id)),
        connect: observed.local,
        sources: Object.fromEntries(
          verdicts.flatMap(({ address, verdict }) =>
            address === undefined ? [] : [[address, relayVerdict(verdict)]],
          ),
        ),
        otherSources: relayVerdict(others),
      });
      const denied = new Map<string, Denial>();
      for (const { address, verdict } of verdicts) {
        if (address !== undefined && !verdict.allowed) denied.set(address, verdict);
      }
      if (!others.allowed) denied.set('', others);
      denials.set(id, denied);
    }
  }
  return { relays, denials };
}

function listenPlace(loopback: string | undefined, port: number, isTaken: boolean): SocketPlace {
  return loopback === undefined || isTaken
    ? { host: loopback ?? sharedAddress, port: 0 }
    : { host: loopback, port };
}

function verdictFor(
  network: RegionalNetwork,
  database: DbInstanceRow,
  sourceScope: string,
  interfaceId: string,
): Verdict {
  if (sourceScope === network.scope) {
    return decide(network.model, {
      source: { interfaceId },
      destination: { interfaceId: database.networkInterfaceId },
      protocol: 'tcp',
      port: database.port,
    });
  }
  return {
    allowed: false,
    at: interfaceId,
    kind: 'interface',
    reason: `Network interface ${interfaceId} is in another account or region than DB instance ${database.identifier}.`,
    remedy: 'Run the task in the VPC of the database.',
  };
}

function verdictForOthers(
  network: RegionalNetwork,
  { identifier, networkInterfaceId }: DbInstanceRow,
  verdicts: readonly { readonly scope: string; readonly interfaceId: string; readonly verdict: Verdict }[],
): Verdict {
  const { model, scope } = network;
  const vpcId = model.interfaces.get(networkInterfaceId)?.vpcId;
  const inVpc = verdicts.filter(
    (each) => each.scope === scope && model.interfaces.get(each.interfaceId)?.vpcId === vpcId,
  );
  const [first] = inVpc;
  if (first !== undefined) return inVpc.find(({ verdict }) => verdict.allowed)?.verdict ?? first.verdict;
  return {
    allowed: false,
    at: networkInterfaceId,
    kind: 'interface',
    reason: `No task runs in the VPC of DB instance ${identifier}, and nothing outside of it can connect.`,
    remedy: 'Connect to the address of this machine that the status shows for the database.',
  };
}

function relayVerdict(verdict: Verdict): RelayVerdict {
  return verdict.allowed ? { allowed: true } : { allowed: false, reason: verdict.reason };
}
