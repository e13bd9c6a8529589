import { ecsTableNames, type TaskRow, type TaskSetRow } from '../../../src/services/ecs/store.ts';
import type { Change } from '../../../src/store/table.ts';
import { short, type View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { stoppedIn, taskChanges } from './task-changes.ts';

/** Its percent of the desired count, rounded up: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html */
export function computedCount(view: View, { status, scalePercent }: TaskSetRow): number {
  const hundredths = (view.service()?.desiredCount ?? 0) * scalePercent;
  if (status === 'DRAINING') return 0;
  return (hundredths - (hundredths % 100)) / 100 + (hundredths % 100 > 0 ? 1 : 0);
}

export const setsStayInSize: Invariant = {
  name: 'a task set starts no task beyond its scale',
  atCommit(view, changes) {
    const started = taskChanges(changes).filter(({ before }) => before === undefined);
    const owners = new Set(started.map(({ after }) => after?.startedBy ?? '-'));
    return [...owners].flatMap((id) => {
      const set = view.taskSet(id);
      if (set === undefined) return [`a task is started for ${id}, which is no task set`];
      const computed = computedCount(view, set);
      const { maximumPercent = 200 } = view.service()?.deploymentConfiguration ?? {};
      const limit = Math.max(
        computed,
        (computed * maximumPercent - ((computed * maximumPercent) % 100)) / 100,
      );
      const wanted = wantedOf(view, id).length;
      return wanted <= limit
        ? []
        : [`${wanted} tasks of ${id} are wanted, of ${computed} computed ${limit} are allowed`];
    });
  },
};

/** What is fit to serve is only stopped by the scheduler when its set has more than it shall have. */
export const setsKeepTheirTasks: Invariant = {
  name: 'scaling in stops no healthy task that its task set needs',
  atCommit(view, changes) {
    return stoppedIn(changes).flatMap(({ before, after }) => {
      const set = view.taskSet(after.startedBy ?? '');
      if (after.stoppedReason?.startsWith('Scaling activity') !== true || !view.isHealthy(before)) return [];
      if (set === undefined) return [];
      // One that is started in its place is no reason to stop what serves.
      const left = wantedOf(view, set.id).length - startedIn(changes, set.id);
      const computed = computedCount(view, set);
      return left >= computed
        ? []
        : [`task ${short(after.taskArn)} was stopped: ${left} are left of ${computed} in ${set.id}`];
    });
  },
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html, stabilityStatus */
export const trueStability: Invariant = {
  name: 'a task set in STEADY_STATE has all its tasks, healthy, and none pending',
  atCommit: (view, changes) =>
    setChanges(changes).flatMap(({ before, after }) => {
      const isNew = before?.observed.stabilityStatus !== after?.observed.stabilityStatus;
      if (after?.observed.stabilityStatus !== 'STEADY_STATE' || !isNew) return [];
      const own = view.tasks().filter(({ startedBy }) => startedBy === after.id);
      const running = own.filter(({ observed }) => observed.lastStatus === 'RUNNING');
      const healthy = wantedOf(view, after.id).filter((task) => view.isHealthy(task)).length;
      const pending = own.filter(isPending).length;
      const computed = computedCount(view, after);
      return running.length === computed && healthy === computed && pending === 0
        ? []
        : [
            `${after.id} has ${running.length} running, ${healthy} healthy, ${pending} pending of ${computed}`,
          ];
    }),
};

export const onePrimarySet: Invariant = {
  name: 'a service has at most one PRIMARY task set',
  atCommit(view, changes) {
    if (setChanges(changes).length === 0) return [];
    const primaries = view.taskSets().filter(({ status }) => status === 'PRIMARY').length;
    return primaries <= 1 ? [] : [`it has ${primaries}`];
  },
};

export const goneSetsAreEmpty: Invariant = {
  name: 'a task set is gone only when its tasks have stopped',
  atCommit: (view, changes) =>
    setChanges(changes).flatMap(({ before, after }) => {
      if (after !== undefined || before === undefined) return [];
      const left = view
        .tasks()
        .filter(({ startedBy, observed }) => startedBy === before.id && observed.lastStatus !== 'STOPPED');
      return left.length === 0 ? [] : [`${before.id} is gone and has ${left.length} tasks`];
    }),
};

export const taskSetInvariants: readonly Invariant[] = [
  setsStayInSize,
  setsKeepTheirTasks,
  trueStability,
  onePrimarySet,
  goneSetsAreEmpty,
];

function wantedOf(view: View, id: string): readonly TaskRow[] {
  return view.wanted().filter(({ startedBy }) => startedBy === id);
}

function startedIn(changes: readonly Change[], id: string): number {
  return taskChanges(changes).filter(({ before, after }) => before === undefined && after?.startedBy === id)
    .length;
}

function isPending({ observed: { lastStatus } }: TaskRow): boolean {
  return lastStatus === 'PROVISIONING' || lastStatus === 'PENDING' || lastStatus === 'ACTIVATING';
}

function setChanges(changes: readonly Change[]) {
  return changes
    .filter(({ table }) => table === ecsTableNames.taskSets)
    .map(({ before, after }) => ({
      before: before as TaskSetRow | undefined,
      after: after as TaskSetRow | undefined,
    }));
}
