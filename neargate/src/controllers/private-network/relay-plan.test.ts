import { describe, expect, it } from 'vitest';
import type { DbInstanceRow } from '../../services/rds/store.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';
import { planRelays, type RegionalDatabases } from './relay-plan.ts';

const home = '123456789012/us-east-1';

const addresses: InterfaceAddresses = {
  loopbackOf: (_scope, id) => (id === 'eni-db' ? '127.1.20.10' : undefined),
  interfaceAt: () => undefined,
};
const onlySharedAddress: InterfaceAddresses = { loopbackOf: () => undefined, interfaceAt: () => undefined };

function region(database: Partial<DbInstanceRow> = {}): RegionalDatabases {
  return {
    scope: home,
    clusters: [],
    databases: [
      {
        identifier: 'users',
        networkInterfaceId: 'eni-db',
        port: 5432,
        observed: { status: 'available', local: { host: '127.0.0.1', port: 40_001 } },
        ...database,
      } as DbInstanceRow,
    ],
  };
}

describe('planRelays', () => {
  it('listens where the interface is and leads to where the database is', () => {
    expect(planRelays([region()], addresses, new Set())).toEqual([
      {
        destination: { scope: home, interfaceId: 'eni-db' },
        port: 5432,
        listen: { host: '127.1.20.10', port: 5432 },
        connect: { host: '127.0.0.1', port: 40_001 },
      },
    ]);
  });

  it('has no relay for a database that does not run', () => {
    expect(planRelays([region({ observed: { status: 'stopped' } })], addresses, new Set())).toEqual([]);
  });

  it('takes a free port where there is one address only, or its own is taken', () => {
    const listen = (given: InterfaceAddresses, elsewhere: readonly string[]) =>
      planRelays([region()], given, new Set(elsewhere))[0]?.listen;
    expect(listen(onlySharedAddress, [])).toEqual({ host: '127.0.0.1', port: 0 });
    expect(listen(addresses, ['eni-db'])).toEqual({ host: '127.1.20.10', port: 0 });
  });
});
