import type { EcsTables, ServiceRow, TaskStatus } from './store.ts';

export interface TaskCounts {
  readonly running: number;
  readonly pending: number;
}

const pendingStatuses: ReadonlySet<TaskStatus> = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

/** The running and pending tasks of a service, in total and by deployment id. */
export function countTasks(
  tables: Pick<EcsTables, 'tasks'>,
  service: Pick<ServiceRow, 'clusterArn' | 'serviceName'>,
): { readonly total: TaskCounts; of(deploymentId: string): TaskCounts } {
  const byDeployment = new Map<string, TaskCounts>();
  let total: TaskCounts = { running: 0, pending: 0 };
  for (const { clusterArn, serviceName, startedBy = '', observed } of tables.tasks.values()) {
    if (serviceName !== service.serviceName || clusterArn !== service.clusterArn) continue;
    const running = Number(observed.lastStatus === 'RUNNING');
    const pending = Number(pendingStatuses.has(observed.lastStatus));
    const add = (counts: TaskCounts) => ({
      running: counts.running + running,
      pending: counts.pending + pending,
    });
    total = add(total);
    byDeployment.set(startedBy, add(byDeployment.get(startedBy) ?? { running: 0, pending: 0 }));
  }
  return { total, of: (deploymentId) => byDeployment.get(deploymentId) ?? { running: 0, pending: 0 } };
}
