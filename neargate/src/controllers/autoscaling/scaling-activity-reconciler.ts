import {
  autoscalingTableNames,
  autoscalingTables,
  type ScalableTargetRow,
  targetKey,
} from '../../services/application-autoscaling/store.ts';
import { ecsTableNames, type ServiceRow, type TaskRow } from '../../services/ecs/store.ts';
import { rowKey, splitRowKey } from '../event-bus/keys.ts';
import type { Reconciler } from '../reconciler.ts';
import type { AutoscalingEnvironment } from './environment.ts';
import { serviceOf } from './read-situation.ts';
import { endOfActivity } from './scaling-activities.ts';
import { memoryOf, remember } from './scaling-memory.ts';

/** Ends scaling activities: when the service runs what was asked for, or when it is asked for something else. */
export function scalingActivityReconciler(environment: AutoscalingEnvironment): Reconciler {
  const { store, clock } = environment;
  return {
    name: 'scaling-activity',
    keysFor({ table, scope, before, after }) {
      if (table === ecsTableNames.services) return keyOfService(scope, after as ServiceRow | undefined);
      if (table !== ecsTableNames.tasks) return [];
      return keyOfTask(scope, before as TaskRow | undefined, after as TaskRow | undefined);
    },
    initialKeys: () =>
      store
        .scopes(autoscalingTableNames.memories)
        .flatMap((scope) =>
          [...autoscalingTables(store, scope).memories.keys()].map((key) => rowKey(scope, key)),
        ),
    async reconcile(queueKey) {
      const [scope, key] = splitRowKey(queueKey);
      const tables = autoscalingTables(store, scope);
      const target = tables.targets.get(key);
      if (target === undefined) return undefined;
      const activity = tables.activities.get(memoryOf(tables, target)?.openActivityId ?? '');
      const service = countsOf(environment, scope, target);
      const ended = activity && service && endOfActivity(activity, service, clock.now());
      if (ended === undefined) return undefined;
      store.transact(() => {
        tables.activities.put(ended.activityId, ended);
        remember(tables, target, { openActivityId: undefined });
      });
      return undefined;
    },
  };
}

function countsOf(environment: AutoscalingEnvironment, scope: string, target: ScalableTargetRow) {
  const service = serviceOf(environment, scope, target);
  return service && { desiredCount: service.row.desiredCount, runningCount: service.runningCount };
}

/** A service that is no target gives a key without a row, which ends at once. */
function keyOfService(scope: string, service: ServiceRow | undefined): string[] {
  return service === undefined ? [] : [keyOf(scope, service.clusterName, service.serviceName)];
}

/** Only what changes how many tasks run. */
function keyOfTask(scope: string, before: TaskRow | undefined, after: TaskRow | undefined): string[] {
  const task = after ?? before;
  if (task?.serviceName === undefined) return [];
  const isRunning = (row: TaskRow | undefined) => row?.observed.lastStatus === 'RUNNING';
  return isRunning(before) === isRunning(after) ? [] : [keyOf(scope, task.clusterName, task.serviceName)];
}

function keyOf(scope: string, clusterName: string, serviceName: string): string {
  const resourceId = `service/${clusterName}/${serviceName}`;
  const id = { serviceNamespace: 'ecs', resourceId, scalableDimension: 'ecs:service:DesiredCount' } as const;
  return rowKey(scope, targetKey(id));
}
