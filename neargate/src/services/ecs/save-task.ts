import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Store } from '../../store/store.ts';
import { emitEvent } from '../events/emit-event.ts';
import { describeTask } from './describe-task.ts';
import { ecsTables, type TaskRow } from './store.ts';

/** What emitting events of ECS needs. */
export interface EcsEventEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Writes a task, and tells of it by an `ECS Task State Change` event when it is new, when its status or the one that is wanted has
 * changed, or when a container of a running task has started or ended. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function saveTask(environment: EcsEventEnvironment, scope: string, task: TaskRow): void {
  environment.store.transact(() => {
    const { tasks } = ecsTables(environment.store, scope);
    const before = tasks.get(task.taskArn);
    tasks.put(task.taskArn, task);
    if (before !== undefined && !isTold(before, task)) return;
    emitEvent(environment, scope, {
      source: 'aws.ecs',
      detailType: 'ECS Task State Change',
      resources: [task.taskArn],
      detail: taskDetail(task, environment.clock.now()),
    });
  });
}

function isTold(before: TaskRow, after: TaskRow): boolean {
  if (before.desiredStatus !== after.desiredStatus) return true;
  if (before.observed.lastStatus !== after.observed.lastStatus) return true;
  if (after.observed.lastStatus !== 'RUNNING') return false;
  return after.observed.containers.some(
    ({ lastStatus }, index) => lastStatus !== before.observed.containers[index]?.lastStatus,
  );
}

/** A task as events show it: as DescribeTasks does but for a few names, and without its tags. */
function taskDetail(task: TaskRow, nowMs: number): Readonly<Record<string, unknown>> {
  const { tags: _tags, fargateEphemeralStorage: _storage, ...described } = describeTask(task);
  const detail = {
    ...described,
    attachments: described.attachments?.map((attachment) => ({
      ...attachment,
      type: attachment.type === 'ElasticNetworkInterface' ? 'eni' : attachment.type,
    })),
    containers: described.containers?.map(({ networkBindings: _bindings, ...container }) => container),
    updatedAt: new Date(nowMs),
  };
  // As it goes over the wire: times as ISO 8601 texts, nothing that is undefined.
  return JSON.parse(JSON.stringify(detail)) as Readonly<Record<string, unknown>>;
}
