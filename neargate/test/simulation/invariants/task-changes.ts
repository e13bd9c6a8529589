import { ecsTableNames, type TaskRow } from '../../../src/services/ecs/store.ts';
import type { Change } from '../../../src/store/table.ts';

export interface TaskChange {
  readonly before: TaskRow | undefined;
  readonly after: TaskRow | undefined;
}

export function taskChanges(changes: readonly Change[]): readonly TaskChange[] {
  return changes
    .filter(({ table }) => table === ecsTableNames.tasks)
    .map(({ before, after }) => ({
      before: before as TaskRow | undefined,
      after: after as TaskRow | undefined,
    }));
}

/** Tasks that these changes ask to stop. */
export function stoppedIn(
  changes: readonly Change[],
): readonly { readonly before: TaskRow; readonly after: TaskRow }[] {
  return taskChanges(changes).flatMap(({ before, after }) =>
    before?.desiredStatus === 'RUNNING' && after?.desiredStatus === 'STOPPED' ? [{ before, after }] : [],
  );
}
