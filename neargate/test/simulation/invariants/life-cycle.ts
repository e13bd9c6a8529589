import type { TaskRow, TaskStatus } from '../../../src/services/ecs/store.ts';
import { short } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { taskChanges } from './task-changes.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
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

export const lifeCycle: Invariant = {
  name: 'a task goes through its life in one direction and tells why it stopped',
  atCommit: (_view, changes) =>
    taskChanges(changes).flatMap(({ before, after }) =>
      after === undefined
        ? []
        : wrongIn(before, after).map((wrong) => `task ${short(after.taskArn)} ${wrong}`),
    ),
};

/** A stop does not wait for an image: DEACTIVATING comes at once. */
export const stopsAtOnce: Invariant = {
  name: 'a task that is told to stop does not go on being prepared',
  atRest: (view) =>
    view
      .tasks()
      .filter(
        ({ desiredStatus, observed: { lastStatus } }) =>
          desiredStatus === 'STOPPED' && (lastStatus === 'PROVISIONING' || lastStatus === 'PENDING'),
      )
      .map(({ taskArn, observed }) => `task ${short(taskArn)} is still ${observed.lastStatus}`),
};

function wrongIn(before: TaskRow | undefined, after: TaskRow): readonly string[] {
  const wrong: string[] = [];
  const was = before?.observed;
  const { observed, desiredStatus, stopCode, stoppedReason } = after;
  if (was !== undefined && order.indexOf(observed.lastStatus) < order.indexOf(was.lastStatus)) {
    wrong.push(`went back from ${was.lastStatus} to ${observed.lastStatus}`);
  }
  if (was !== undefined && observed.version < was.version) wrong.push('has an older version');
  if (was !== undefined && observed.lastStatus !== was.lastStatus && observed.version <= was.version) {
    wrong.push(`is ${observed.lastStatus} under the version it had before`);
  }
  if (before?.desiredStatus === 'STOPPED' && desiredStatus === 'RUNNING') wrong.push('is wanted again');
  const isStopping = desiredStatus === 'STOPPED';
  if (isStopping && (stopCode === undefined || (stoppedReason ?? '') === ''))
    wrong.push('does not say why it stops');
  if (!isStopping && order.indexOf(observed.lastStatus) > order.indexOf('RUNNING')) {
    wrong.push(`is ${observed.lastStatus} though it is wanted`);
  }
  if (before?.stopCode !== undefined && before.stopCode !== stopCode) wrong.push('has changed its stopCode');
  if (observed.lastStatus === 'RUNNING' && observed.startedAtMs === undefined)
    wrong.push('runs without startedAt');
  const times = [
    after.createdAtMs,
    observed.startedAtMs,
    observed.stoppingAtMs,
    observed.executionStoppedAtMs,
    observed.stoppedAtMs,
  ].filter((time) => time !== undefined);
  if (times.some((time, index) => time < (times[index - 1] ?? 0)))
    wrong.push(`has times out of order: ${times.join(' ')}`);
  if (observed.lastStatus === 'STOPPED') {
    if (observed.stoppedAtMs === undefined) wrong.push('is STOPPED without stoppedAt');
    if (observed.containers.some(({ lastStatus }) => lastStatus !== 'STOPPED')) {
      wrong.push('is STOPPED with a container that is not');
    }
  }
  return wrong;
}
