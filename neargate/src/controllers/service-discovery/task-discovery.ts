import type { OperationContext } from '../../services/context.ts';
import { serviceOfTask } from '../../services/ecs/service-of-task.ts';
import { ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import { templateOfTask } from '../../services/ecs/task-template.ts';
import { deregisterInstance, registerInstance } from '../../services/servicediscovery/instances.ts';
import { idOf } from '../../services/servicediscovery/references.ts';
import { serviceDiscoveryTables } from '../../services/servicediscovery/store.ts';
import type { Store } from '../../store/store.ts';
import type { TaskDiscovery } from '../ecs-task/environment.ts';
import { instanceAttributes } from './instance-attributes.ts';

export interface TaskDiscoveryOptions {
  readonly store: Store;
  readonly contextOf: (scope: string) => OperationContext;
  /** Brings the names that tasks resolve in line with what is registered now. */
  readonly publishNames: () => void;
}

/** Registers tasks in Cloud Map, as ECS does with its service-linked role: by `serviceRegistries` of their deployment. */
export function taskDiscovery({ store, contextOf, publishNames }: TaskDiscoveryOptions): TaskDiscovery {
  return {
    register(scope, task) {
      const tables = ecsTables(store, scope);
      const owner = serviceOfTask(tables, task);
      if (owner === undefined) return;
      const { serviceRegistries } = templateOfTask(tables, owner, task);
      const definition = tables.taskDefinitions.get(task.taskDefinitionArn);
      const { services } = serviceDiscoveryTables(store, scope);
      const region = scope.slice(scope.indexOf('/') + 1);
      for (const registry of serviceRegistries) {
        // One that has been deleted since has nobody to be told.
        const service = services.get(idOf(registry.registryArn ?? ''));
        const attributes = service && instanceAttributes(task, definition, service, registry, region);
        if (service === undefined || attributes === undefined) continue;
        registerInstance(contextOf(scope), service, task.taskId, attributes);
      }
    },
    deregister(scope, task) {
      const { instances, services } = serviceDiscoveryTables(store, scope);
      const own = [...instances.values()].filter(({ instanceId }) => instanceId === task.taskId);
      if (own.length === 0 && !offersEndpoints(store, scope, task)) return;
      store.transact(() => {
        for (const { serviceId, instanceId } of own) {
          const service = services.get(serviceId);
          if (service !== undefined) deregisterInstance(contextOf(scope), service, instanceId);
        }
      });
      publishNames();
    },
  };
}

/** Whether Service Connect leads clients to the task. */
function offersEndpoints(store: Store, scope: string, task: TaskRow): boolean {
  const tables = ecsTables(store, scope);
  const owner = serviceOfTask(tables, task);
  const configuration = owner && templateOfTask(tables, owner, task).serviceConnectConfiguration;
  return configuration?.enabled === true && (configuration.services ?? []).length > 0;
}
