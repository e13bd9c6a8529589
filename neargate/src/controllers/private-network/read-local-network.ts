import type { InterfaceReference, ListenerReference, LocalNetwork } from '../../network/local-network.ts';
import { ecsTableNames, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { elbv2Tables } from '../../services/elbv2/store.ts';
import { networkOf } from '../../services/faults/network-faults.ts';
import type { Store } from '../../store/store.ts';
import { networkInterfaceId } from '../ecs-task/task-changes.ts';
import type { InterfaceAddresses } from './interface-addresses.ts';

/**
 * The networks in which something of this machine is: those of `databases` (by scope, the interfaces of databases that
 * run) and those of tasks. Accounts and regions with neither are left out: building a model for them would be for nothing.
 */
export function readLocalNetwork(
  store: Store,
  addresses: InterfaceAddresses,
  databases: readonly InterfaceReference[],
): LocalNetwork {
  const tasks = readTasks(store);
  const references = [...databases, ...tasks.values()];
  const scopes = new Set(references.map(({ scope }) => scope));
  return {
    models: new Map(Array.from(scopes, (scope) => [scope, networkOf(store, scope)])),
    tasks,
    addresses: new Map(
      references.flatMap((reference) => {
        const address = addresses.loopbackOf(reference.scope, reference.interfaceId);
        return address === undefined ? [] : [[address, reference]];
      }),
    ),
    listeners: new Map(Array.from(scopes).flatMap((scope) => listenersOf(store, scope))),
  };
}

function listenersOf(store: Store, scope: string): [place: string, ListenerReference][] {
  const { loadBalancers, listeners } = elbv2Tables(store, scope);
  return [...loadBalancers.values()].flatMap(({ scheme, zones, observed }) =>
    observed.listening.flatMap(({ listenerArn, host, port }): [string, ListenerReference][] => {
      const listener = listeners.get(listenerArn);
      if (listener === undefined) return [];
      const interfaceIds = zones.map(({ networkInterfaceId: id }) => id);
      return [[`${host}:${port}`, { scope, scheme, interfaceIds, port: listener.port }]];
    }),
  );
}

/** The interface of every task that has one. */
export function readTasks(store: Store): ReadonlyMap<string, InterfaceReference> {
  return new Map(
    store.scopes(ecsTableNames.tasks).flatMap((scope) =>
      [...ecsTables(store, scope).tasks.values()].flatMap((task): [string, InterfaceReference][] => {
        const interfaceId = isOver(task) ? undefined : networkInterfaceId(task);
        return interfaceId === undefined ? [] : [[task.taskArn, { scope, interfaceId }]];
      }),
    ),
  );
}

/** Its interface has been given back. */
function isOver({ observed }: TaskRow): boolean {
  return observed.lastStatus === 'STOPPED';
}
