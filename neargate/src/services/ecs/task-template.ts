import type { DeploymentTemplate, EcsTables, ServiceRow, TaskRow } from './store.ts';
import { taskSetsOf } from './task-sets.ts';

/**
 * What a task of the service was started from: its deployment or task set, by the task's `startedBy`. The service itself once
 * that is forgotten.
 */
export function templateOfTask(
  tables: Pick<EcsTables, 'taskSets'>,
  service: ServiceRow,
  { startedBy }: Pick<TaskRow, 'startedBy'>,
): DeploymentTemplate {
  return (
    service.deployments.find(({ id }) => id === startedBy) ??
    taskSetsOf(tables, service).find(({ id }) => id === startedBy) ??
    service
  );
}
