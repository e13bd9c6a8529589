import type { RelayConfig } from '../../drivers/relay/relay-snapshot.ts';
import type { SocketPlace } from '../../network/local-network.ts';
import type { DbClusterRow, DbInstanceRow } from '../../services/rds/store.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';

/** The databases of one account in one region. */
export interface RegionalDatabases {
  readonly scope: string;
  readonly databases: readonly DbInstanceRow[];
  readonly clusters: readonly DbClusterRow[];
}

/** Where a relay listens when its interface has no address of its own. */
const sharedAddress = '127.0.0.1';

/**
 * One relay for each database that runs, at the address that stands for its network interface. `elsewhere` are the
 * interfaces whose address was found taken: their relays get a free port.
 */
export function planRelays(
  regions: readonly RegionalDatabases[],
  addresses: InterfaceAddresses,
  elsewhere: ReadonlySet<string>,
): readonly RelayConfig[] {
  return regions.flatMap(({ scope, databases }) =>
    databases.flatMap(({ networkInterfaceId: interfaceId, port, observed }): RelayConfig[] => {
      if (observed.local === undefined) return [];
      const loopback = addresses.loopbackOf(scope, interfaceId);
      return [
        {
          destination: { scope, interfaceId },
          port,
          listen: listenPlace(loopback, port, elsewhere.has(interfaceId)),
          connect: observed.local,
        },
      ];
    }),
  );
}

function listenPlace(loopback: string | undefined, port: number, isTaken: boolean): SocketPlace {
  return loopback === undefined || isTaken
    ? { host: loopback ?? sharedAddress, port: 0 }
    : { host: loopback, port };
}
