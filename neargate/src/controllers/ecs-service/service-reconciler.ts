import { cloudwatchTableNames } from '../../services/cloudwatch/store.ts';
import type { Change } from '../../store/table.ts';
import { ecsTableNames, ecsTables, type ServiceRow, type TaskRow } from '../../services/ecs/store.ts';
import { faultsTable } from '../../services/faults/store.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { scheduleDeployments } from './deployments/schedule-deployments.ts';
import { drainService } from './drain-service.ts';
import type { SchedulerEnvironment } from './scheduler-environment.ts';
import { beginPass, type ServicePass, tasksOf } from './service-pass.ts';
import { scheduleTaskSets } from './task-sets/schedule-task-sets.ts';

/**
 * The ECS service scheduler: brings each service's tasks to what its deployments want.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 */
export function serviceReconciler(environment: SchedulerEnvironment): Reconciler {
  const { store } = environment;
  return {
    name: 'ecs-service',
    keysFor(change) {
      if (change.table === ecsTableNames.services) return [change.key];
      if (change.table === ecsTableNames.taskSets || change.table === ecsTableNames.serviceDeployments) {
        return [((change.after ?? change.before) as { readonly serviceArn: string }).serviceArn];
      }
      if (change.table === cloudwatchTableNames.alarms) return servicesWatching(store, change);
      if (change.table === ecsTableNames.tasks) {
        const task = (change.after ?? change.before) as TaskRow;
        return task.serviceName === undefined ? [] : [serviceArnOf(task)];
      }
      // A zone that comes back may be what a service waits for.
      if (change.table === faultsTable) return [...ecsTables(store, change.scope).services.keys()];
      return environment.servicesOfTargetGroup?.(change) ?? [];
    },
    initialKeys() {
      return store
        .scopes(ecsTableNames.services)
        .flatMap((scope) => [...ecsTables(store, scope).services.keys()]);
    },
    async reconcile(serviceArn) {
      return store.transact(() => {
        const pass = beginPass(environment, serviceArn);
        const service = pass.tables.services.get(serviceArn);
        return service === undefined ? undefined : schedule(pass, service);
      });
    },
  };
}

/** The services whose deployments an alarm may end. */
function servicesWatching(store: SchedulerEnvironment['store'], { scope, key }: Change): readonly string[] {
  return [...ecsTables(store, scope).services.values()]
    .filter(({ deploymentConfiguration: { alarms } }) => alarms?.alarmNames?.includes(key) === true)
    .map(({ serviceArn }) => serviceArn);
}

function serviceArnOf(task: TaskRow): string {
  const prefix = task.clusterArn.slice(0, task.clusterArn.lastIndexOf(':cluster/'));
  return `${prefix}:service/${task.clusterName}/${task.serviceName}`;
}

function schedule(pass: ServicePass, service: ServiceRow): ReconcileResult | undefined {
  if (service.status === 'INACTIVE') return undefined;
  const tasks = tasksOf(pass, service);
  if (service.status === 'DRAINING') {
    drainService(pass, service, tasks);
    return undefined;
  }
  // Services of the CODE_DEPLOY and EXTERNAL controllers have task sets instead of deployments of their own.
  if ((service.deploymentController.type ?? 'ECS') !== 'ECS') return scheduleTaskSets(pass, service, tasks);
  return scheduleDeployments(pass, service, tasks);
}
