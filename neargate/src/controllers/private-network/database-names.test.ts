import { describe, expect, it } from 'vitest';
import type { RelayState } from '../../drivers/relay/relay-snapshot.ts';
import type { DbClusterRow, DbInstanceRow } from '../../services/rds/store.ts';
import { databaseHosts } from './database-names.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';

const addresses: InterfaceAddresses = {
  loopbackOf: (_scope, id) => `127.1.20.${id.replace('eni-', '')}`,
  interfaceAt: () => undefined,
};

const member = (number: number, changes: Partial<DbInstanceRow> = {}) =>
  ({
    identifier: `member-${number}`,
    clusterIdentifier: 'shop',
    endpointAddress: `member-${number}.example`,
    networkInterfaceId: `eni-${number}`,
    port: 5432,
    observed: {
      status: 'available',
      startedAtMs: 1,
      local: { host: '127.0.0.1', port: 40_000 + number },
    },
    ...changes,
  }) as DbInstanceRow;

const cluster = {
  identifier: 'shop',
  endpointAddress: 'shop.cluster.example',
  readerEndpointAddress: 'shop.cluster-ro.example',
  writerIdentifier: 'member-1',
} as DbClusterRow;

const endpoints = (databases: readonly DbInstanceRow[], relays: readonly RelayState[] = []) =>
  databaseHosts([{ scope: 'home', databases, clusters: [cluster] }], addresses, relays).filter(({ name }) =>
    name.startsWith('shop.'),
  );
const writer = { name: 'shop.cluster.example', address: '127.1.20.1' };

describe('the endpoints of a cluster', () => {
  it('lead nowhere while nothing runs', () => {
    expect(endpoints([])).toEqual([]);
    expect(endpoints([member(1, { observed: { status: 'creating' } })])).toEqual([]);
  });

  it('both lead to a writer without readers', () => {
    expect(endpoints([member(1)])).toEqual([
      writer,
      { name: 'shop.cluster-ro.example', address: '127.1.20.1' },
    ]);
  });

  it('lead to the writer and to any of the readers that run', () => {
    const stopped = member(4, { observed: { status: 'starting', startedAtMs: 1 } });
    expect(endpoints([member(1), member(2), stopped])).toEqual([
      writer,
      { name: 'shop.cluster-ro.example', address: '127.1.20.2' },
    ]);
    expect(endpoints([member(1), member(2), member(3)])).toEqual([
      writer,
      {
        name: 'shop.cluster-ro.example',
        addresses: ['127.1.20.2', '127.1.20.3'],
        services: [],
        answers: 1,
        ttl: 1,
      },
    ]);
  });

  it('lead to one reader where each has a port of its own', () => {
    const relays = [{ interfaceId: 'eni-2', port: 41_000 } as RelayState];
    expect(endpoints([member(1), member(2), member(3)], relays)[1]).toEqual({
      name: 'shop.cluster-ro.example',
      address: '127.1.20.2',
      port: 41_000,
    });
  });
});
