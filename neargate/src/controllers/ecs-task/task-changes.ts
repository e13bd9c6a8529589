import type { ContainerRow, TaskRow, TaskStatus } from '../../services/ecs/store.ts';

type Observed = TaskRow['observed'];

/** Pure changes of a task's observed state. Each raises `version`, as every change that DescribeTasks shows does. */
export function withObserved(task: TaskRow, change: Partial<Observed>): TaskRow {
  return { ...task, observed: { ...task.observed, ...change, version: task.observed.version + 1 } };
}

/** Statuses in their order; a task never goes back. */
const order: readonly TaskStatus[] = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
];

export function withStatus(task: TaskRow, lastStatus: TaskStatus, change: Partial<Observed> = {}): TaskRow {
  if (order.indexOf(lastStatus) < order.indexOf(task.observed.lastStatus)) return task;
  return withObserved(task, { ...change, lastStatus });
}

export function withContainer(task: TaskRow, name: string, change: Partial<ContainerRow>): TaskRow {
  return withObserved(task, {
    containers: task.observed.containers.map((container) =>
      container.name === name ? { ...container, ...change } : container,
    ),
  });
}

/** The private address of the task's network interface, once it has one. */
export function privateAddress(task: TaskRow): string | undefined {
  return attachmentDetail(task, 'privateIPv4Address');
}

export function networkInterfaceId(task: TaskRow): string | undefined {
  return attachmentDetail(task, 'networkInterfaceId');
}

function attachmentDetail(task: TaskRow, name: string): string | undefined {
  return task.observed.attachments.flatMap(({ details }) => details).find((detail) => detail.name === name)
    ?.value;
}
