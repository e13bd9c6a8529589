import type { EcsTables, ServiceRow, TaskRow } from './store.ts';

/** The service that a task belongs to; undefined for standalone tasks. */
export function serviceOfTask(
  { services }: Pick<EcsTables, 'services'>,
  task: Pick<TaskRow, 'serviceName' | 'clusterArn' | 'clusterName'>,
): ServiceRow | undefined {
  if (task.serviceName === undefined) return undefined;
  const prefix = task.clusterArn.slice(0, task.clusterArn.lastIndexOf(':cluster/'));
  return services.get(`${prefix}:service/${task.clusterName}/${task.serviceName}`);
}
