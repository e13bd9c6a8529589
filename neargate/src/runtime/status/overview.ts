import type { StatusDocument } from '../../gateway/admin-protocol.ts';
import type { Store } from '../../store/store.ts';
import type { Change } from '../../store/table.ts';
import type { TaskAddresses } from '../tasks/task-addresses.ts';
import { databaseStatuses } from './databases.ts';
import { loadBalancerStatuses } from './load-balancers.ts';
import { serviceStatuses } from './services.ts';

/** The part of the status that comes from the tables alone; cheap enough to be made at every change. */
export type Overview = Pick<StatusDocument, 'loadBalancers' | 'services' | 'databases'>;

export function readOverview(store: Store, addresses: TaskAddresses | undefined, nowMs: number): Overview {
  return {
    loadBalancers: loadBalancerStatuses(store),
    services: serviceStatuses(store, addresses, nowMs),
    databases: databaseStatuses(store),
  };
}

const prefixes = ['ecs.', 'elbv2.', 'rds.'];

/** Whether a change may show in the overview. */
export function concernsOverview({ table }: Change): boolean {
  return prefixes.some((prefix) => table.startsWith(prefix));
}
