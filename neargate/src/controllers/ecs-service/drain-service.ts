import type { ServiceRow, TaskRow } from '../../services/ecs/store.ts';
import { taskSetsOf } from '../../services/ecs/task-sets.ts';
import { stopTask } from '../../services/ecs/task-stopping.ts';
import { scalingStoppedReason } from './scheduler-events.ts';
import { saveTaskOf, type ServicePass } from './service-pass.ts';

/** DeleteService: no new tasks, the existing ones stop, and the service ends when the last one has. */
export function drainService(pass: ServicePass, service: ServiceRow, tasks: readonly TaskRow[]): void {
  for (const task of tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')) {
    const reason = scalingStoppedReason(task.startedBy ?? '');
    saveTaskOf(pass, stopTask(task, 'ServiceSchedulerInitiated', reason));
  }
  if (tasks.every(({ observed }) => observed.lastStatus === 'STOPPED')) {
    for (const { taskSetArn } of taskSetsOf(pass.tables, service)) pass.tables.taskSets.delete(taskSetArn);
    pass.tables.services.put(service.serviceArn, { ...service, status: 'INACTIVE', deployments: [] });
  }
}
