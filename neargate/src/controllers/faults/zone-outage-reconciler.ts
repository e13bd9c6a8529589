import { saveTask } from '../../services/ecs/save-task.ts';
import { ecsTableNames, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { stopTask } from '../../services/ecs/task-stopping.ts';
import { zonesInService } from '../../services/faults/network-faults.ts';
import { faultsOfKind, faultsTable } from '../../services/faults/store.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Store } from '../../store/store.ts';
import type { Reconciler } from '../reconciler.ts';
import { planZoneOutage } from './plan-zone-outage.ts';

export interface ZoneOutageOptions {
  readonly store: Store;
  contextOf(scope: string): OperationContext;
  /** Resolves once no load balancer sends anything new to the tasks. */
  leaveLoadBalancers(scope: string, tasks: readonly TaskRow[]): Promise<void>;
  /** Kills every process of the task at once, as the loss of its host does. */
  killTask(taskArn: string): void;
}

/**
 * Takes down what runs in Availability Zones that are out: their tasks lose their processes without a signal they could act
 * on, and those on the way there do not arrive. That nothing new starts there is the schedulers' part (`zonesInService`),
 * that nothing passes is the network's (`network/faults.ts`).
 * The load balancers are told first, so that what is lost is what was in flight.
 */
export function zoneOutageReconciler(options: ZoneOutageOptions): Reconciler {
  const { store } = options;
  const hasOutage = (scope: string) => faultsOfKind(store, scope, 'availability-zone').length > 0;
  return {
    name: 'zone-outage',
    keysFor: ({ table, scope }) =>
      (table === faultsTable || table === ecsTableNames.tasks) && hasOutage(scope) ? [scope] : [],
    initialKeys: () => store.scopes(faultsTable),
    async reconcile(scope) {
      if (!hasOutage(scope)) return undefined;
      const { tasks } = ecsTables(store, scope);
      const lostTasks = () => planZoneOutage(tasks.values(), zonesInService(store, scope));
      const leaving = lostTasks().flatMap(({ taskArn }) => tasks.get(taskArn) ?? []);
      if (leaving.length === 0) return undefined;
      await options.leaveLoadBalancers(scope, leaving);
      const lost = lostTasks();
      // A zone goes at one moment: no task of it may answer while another one's end is written down.
      for (const { taskArn } of lost) options.killTask(taskArn);
      store.transact(() => {
        for (const { taskArn, stop } of lost) {
          const row = tasks.get(taskArn);
          if (row !== undefined)
            saveTask(options.contextOf(scope), scope, stopTask(row, stop.code, stop.reason));
        }
      });
      return undefined;
    },
  };
}
