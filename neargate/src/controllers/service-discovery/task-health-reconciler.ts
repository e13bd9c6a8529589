import type { OperationContext } from '../../services/context.ts';
import { ecsTableNames, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { requestHealth } from '../../services/servicediscovery/instances.ts';
import { serviceDiscoveryTables } from '../../services/servicediscovery/store.ts';
import type { Store } from '../../store/store.ts';
import { regionalScopeOfArn } from '../arn-scope.ts';
import type { Reconciler } from '../reconciler.ts';

/**
 * Tells Cloud Map the container health of the tasks that are registered there, as ECS does.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
 */
export function taskHealthReconciler({
  store,
  contextOf,
}: {
  readonly store: Store;
  readonly contextOf: (scope: string) => OperationContext;
}): Reconciler {
  return {
    name: 'service-discovery-task-health',
    keysFor: ({ table, key, before, after }) => {
      if (table !== ecsTableNames.tasks || after === undefined) return [];
      const [was, is] = [before, after].map((row) => (row as TaskRow | undefined)?.observed);
      const hasChanged = was?.healthStatus !== is?.healthStatus || was?.lastStatus !== is?.lastStatus;
      return hasChanged ? [key] : [];
    },
    initialKeys: () =>
      store.scopes(ecsTableNames.tasks).flatMap((scope) => [...ecsTables(store, scope).tasks.keys()]),
    async reconcile(taskArn) {
      const scope = regionalScopeOfArn(taskArn);
      const task = ecsTables(store, scope).tasks.get(taskArn);
      const status = task?.observed.healthStatus;
      if (task?.serviceName === undefined || (status !== 'HEALTHY' && status !== 'UNHEALTHY'))
        return undefined;
      const { instances, services } = serviceDiscoveryTables(store, scope);
      store.transact(() => {
        for (const instance of instances.values()) {
          const isChecked = services.get(instance.serviceId)?.hasCustomHealth === true;
          if (instance.instanceId === task.taskId && isChecked)
            requestHealth(contextOf(scope), instance, status);
        }
      });
      return undefined;
    },
  };
}
