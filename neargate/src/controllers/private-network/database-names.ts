import type { RelayState } from '../../drivers/relay/relay-snapshot.ts';
import type { DbClusterRow, DbInstanceRow } from '../../services/rds/store.ts';
import type { HostEntry } from './hosts-file.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';
import type { RegionalDatabases } from './relay-plan.ts';

/** Where a database is reached on this machine; the port where it is another than the database's own. */
interface Place {
  readonly address: string;
  readonly port?: number | undefined;
}

/**
 * The endpoints of databases and of their clusters. Those of databases that are stopped are among them: on AWS their names resolve
 * too.
 */
export function databaseHosts(
  regions: readonly RegionalDatabases[],
  addresses: InterfaceAddresses,
  states: readonly RelayState[],
): readonly HostEntry[] {
  return regions.flatMap(({ scope, databases, clusters }) => {
    const placeOf = (database: DbInstanceRow): Place | undefined => {
      const { networkInterfaceId, port, observed } = database;
      if (observed.startedAtMs === undefined) return undefined;
      const state = states.find(({ interfaceId }) => interfaceId === networkInterfaceId);
      const address = addresses.loopbackOf(scope, networkInterfaceId);
      if (state?.port !== undefined) {
        return { address: address ?? '127.0.0.1', port: state.port === port ? undefined : state.port };
      }
      return address === undefined ? undefined : { address };
    };
    return [
      ...databases.flatMap((database): HostEntry[] => {
        const place = placeOf(database);
        return place === undefined ? [] : [{ name: database.endpointAddress, ...place }];
      }),
      ...clusters.flatMap((cluster) => clusterHosts(cluster, databases, placeOf)),
    ];
  });
}

/**
 * The writer endpoint leads to the writer, the reader endpoint to one of the readers that run, or to the writer when there is none.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html
 */
function clusterHosts(
  cluster: DbClusterRow,
  databases: readonly DbInstanceRow[],
  placeOf: (database: DbInstanceRow) => Place | undefined,
): readonly HostEntry[] {
  const members = databases.filter(({ clusterIdentifier }) => clusterIdentifier === cluster.identifier);
  const writer = members.find(({ identifier }) => identifier === cluster.writerIdentifier);
  const atWriter = writer === undefined ? undefined : placeOf(writer);
  const atReaders = members
    .filter((member) => member !== writer && member.observed.local !== undefined)
    .flatMap((member) => placeOf(member) ?? []);
  const read = atReaders.length > 0 ? atReaders : [atWriter].filter((place) => place !== undefined);
  return [
    ...(atWriter === undefined ? [] : [{ name: cluster.endpointAddress, ...atWriter }]),
    ...readerEntry(cluster.readerEndpointAddress, read),
  ];
}

function readerEntry(name: string, places: readonly Place[]): readonly HostEntry[] {
  const [first] = places;
  if (first === undefined) return [];
  // Records cannot say a port for each address.
  if (places.length === 1 || places.some(({ port }) => port !== undefined)) return [{ name, ...first }];
  return [{ name, addresses: places.map(({ address }) => address), services: [], answers: 1, ttl: 1 }];
}
