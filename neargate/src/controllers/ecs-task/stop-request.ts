import { ecsTableNames, ecsTables, type TaskRow } from '../../services/ecs/store.ts';
import type { Store } from '../../store/store.ts';

/** A task was told to stop while it was being started. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';

  constructor(taskArn: string) {
    super(`${taskArn} was told to stop`);
  }
}

/**
 * What `work` resolves to, unless the task is told to stop before: a stop is not kept waiting by an image that is being built for
 * minutes. The work itself goes on, for others may wait for it too; how it ends is of no interest to this task any more.
 * @throws StopRequested
 */
export async function unlessStopped<Value>(
  store: Store,
  scope: string,
  taskArn: string,
  work: () => Promise<Value>,
): Promise<Value> {
  let unsubscribe: () => void = () => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    unsubscribe = store.subscribe((changes) => {
      for (const { table, key, after } of changes) {
        if (table === ecsTableNames.tasks && key === taskArn && isToStop(after as TaskRow | undefined))
          reject(new StopRequested(taskArn));
      }
    });
    if (isToStop(ecsTables(store, scope).tasks.get(taskArn))) reject(new StopRequested(taskArn));
  });
  try {
    return await Promise.race([stopped, work()]);
  } finally {
    unsubscribe();
  }
}

function isToStop(task: TaskRow | undefined): boolean {
  return task?.desiredStatus !== 'RUNNING';
}
