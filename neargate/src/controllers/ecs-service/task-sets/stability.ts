import type { TaskRow } from '../../../services/ecs/store.ts';
import type { TaskView } from '../plan.ts';

const pending: ReadonlySet<TaskRow['observed']['lastStatus']> = new Set([
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
]);

/**
 * Whether a task set is steady: as many tasks RUNNING as it shall have, none pending, and all of them healthy by their target
 * groups and container checks. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html
 * @param all every task of the set, stopping ones included
 * @param wanted those that are wanted
 */
export function isSteady(
  computedDesiredCount: number,
  all: readonly TaskRow[],
  wanted: readonly Pick<TaskView, 'health'>[],
): boolean {
  const running = all.filter(({ observed }) => observed.lastStatus === 'RUNNING').length;
  return (
    running === computedDesiredCount &&
    // One that is told to stop still runs, until its replacement does.
    wanted.length === computedDesiredCount &&
    all.every(({ observed }) => !pending.has(observed.lastStatus)) &&
    wanted.every(({ health }) => health === 'healthy')
  );
}
