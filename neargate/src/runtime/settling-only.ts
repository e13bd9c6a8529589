import type { Reconciler } from '../controllers/reconciler.ts';
import { regionalScopeOfArn } from '../controllers/arn-scope.ts';
import { ecsTables } from '../services/ecs/store.ts';
import type { Store } from '../store/store.ts';

/**
 * The ECS controllers for a run of the engine without a server: services and tasks that go away go, and tasks of an earlier
 * server are seen to have ended, but no task is started that would end with the command.
 */
export function withoutNewWork(
  store: Store,
  { services, tasks }: { services: Reconciler; tasks: Reconciler },
): readonly Reconciler[] {
  return [
    {
      ...services,
      reconcile: async (serviceArn, signal) => {
        const row = ecsTables(store, regionalScopeOfArn(serviceArn)).services.get(serviceArn);
        return row?.status === 'DRAINING' ? services.reconcile(serviceArn, signal) : undefined;
      },
    },
    {
      ...tasks,
      reconcile: async (taskArn, signal) => {
        const row = ecsTables(store, regionalScopeOfArn(taskArn)).tasks.get(taskArn);
        const starts = row?.desiredStatus === 'RUNNING' && row.observed.lastStatus !== 'RUNNING';
        return starts ? undefined : tasks.reconcile(taskArn, signal);
      },
    },
  ];
}
