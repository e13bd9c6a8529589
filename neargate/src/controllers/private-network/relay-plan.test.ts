import { describe, expect, it } from 'vitest';
import { groupPeer, rule, testNetwork, type TestNetworkChanges } from '../../network/test-network.ts';
import type { DbInstanceRow } from '../../services/rds/store.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';
import { planRelays, type RegionalNetwork } from './relay-plan.ts';

const home = '123456789012/us-east-1';

const addresses: InterfaceAddresses = {
  loopbackOf: (_scope, id) =>
    ({
      'eni-db': '127.1.20.10',
      'eni-task': '127.1.10.10',
      'eni-neighbour': '127.1.10.11',
      'eni-far': '127.9.0.1',
    })[id],
  interfaceAt: () => undefined,
};
const onlySharedAddress: InterfaceAddresses = { loopbackOf: () => undefined, interfaceAt: () => undefined };

function network(changes: TestNetworkChanges = {}, database: Partial<DbInstanceRow> = {}): RegionalNetwork {
  return {
    scope: home,
    model: testNetwork(changes),
    databases: [
      {
        identifier: 'users',
        networkInterfaceId: 'eni-db',
        port: 5432,
        observed: { status: 'available', local: { host: '127.0.0.1', port: 40_001 } },
        ...database,
      } as DbInstanceRow,
    ],
    taskInterfaceIds: ['eni-task', 'eni-neighbour'],
  };
}

describe('planRelays', () => {
  it('listens where the interface is and lets those through whom the rules let through', () => {
    const { relays } = planRelays([network()], addresses, new Set());
    expect(relays).toEqual([
      {
        id: 'eni-db',
        listen: { host: '127.1.20.10', port: 5432 },
        connect: { host: '127.0.0.1', port: 40_001 },
        sources: { '127.1.10.10': { allowed: true }, '127.1.10.11': { allowed: true } },
        otherSources: { allowed: true },
      },
    ]);
  });

  it('names the rule that is missing, also for sources that cannot be told apart', () => {
    const closed = network({ groups: { 'sg-db': { ingress: [rule(groupPeer('sg-alb'), 5432)] } } });
    const { relays, denials } = planRelays([closed], addresses, new Set());
    const reason =
      'Security group sg-db (database) has no inbound rule that allows TCP 5432 from security group sg-tasks (ecs_tasks_sg).';
    expect(relays[0]?.sources['127.1.10.10']).toEqual({ allowed: false, reason });
    expect(relays[0]?.otherSources).toEqual({ allowed: false, reason });
    expect(denials.get('eni-db')?.get('127.1.10.10')).toMatchObject({ at: 'sg-db', reason });
  });

  it('judges each task by its own groups', () => {
    const open = network();
    const interfaces = new Map(open.model.interfaces);
    const neighbour = interfaces.get('eni-neighbour');
    if (neighbour !== undefined) interfaces.set('eni-neighbour', { ...neighbour, groupIds: ['sg-alb'] });
    const { relays } = planRelays([{ ...open, model: { ...open.model, interfaces } }], addresses, new Set());
    expect(relays[0]?.sources).toMatchObject({
      '127.1.10.10': { allowed: true },
      '127.1.10.11': { allowed: false },
    });
  });

  it('lets nobody in from another region', () => {
    const other: RegionalNetwork = {
      ...network(),
      scope: '123456789012/eu-west-1',
      databases: [],
      taskInterfaceIds: ['eni-far'],
    };
    const { relays } = planRelays([network(), other], addresses, new Set());
    expect(relays[0]?.sources['127.9.0.1']).toEqual({
      allowed: false,
      reason: 'Network interface eni-far is in another account or region than DB instance users.',
    });
  });

  it('has no relay for a database that does not run', () => {
    expect(
      planRelays([network({}, { observed: { status: 'stopped' } })], addresses, new Set()).relays,
    ).toEqual([]);
  });

  it('takes a free port where there is one address only, or its own is taken', () => {
    const listen = (given: InterfaceAddresses, elsewhere: readonly string[]) =>
      planRelays([network()], given, new Set(elsewhere)).relays[0]?.listen;
    expect(listen(onlySharedAddress, [])).toEqual({ host: '127.0.0.1', port: 0 });
    expect(listen(addresses, ['eni-db'])).toEqual({ host: '127.1.20.10', port: 0 });
  });

  it('denies everybody while no task runs', () => {
    const { relays } = planRelays([{ ...network(), taskInterfaceIds: [] }], addresses, new Set());
    expect(relays[0]).toMatchObject({ sources: {}, otherSources: { allowed: false } });
  });
});
