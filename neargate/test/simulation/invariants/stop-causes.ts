import { targetKey } from '../../../src/services/elbv2/store.ts';
import { addressOf, short } from '../view.ts';
import type { View } from '../view.ts';
import type { TaskRow } from '../../../src/services/ecs/store.ts';
import type { Invariant } from './invariant.ts';
import { stoppedIn } from './task-changes.ts';

/** A task that is stopped for failed checks has failed them, and its grace period is over. */
export const onlyTheUnhealthy: Invariant = {
  name: 'tasks are stopped for failed checks only when they fail them after their grace period',
  atCommit: (view, changes) =>
    stoppedIn(changes).flatMap(({ before, after }) => {
      const wrong = wrongIn(view, before, after.stoppedReason ?? '');
      return wrong === undefined ? [] : [`task ${short(after.taskArn)}: ${wrong}`];
    }),
};

function wrongIn(view: View, task: TaskRow, reason: string): string | undefined {
  if (!reason.startsWith('Task failed ')) return undefined;
  const graceMs = (view.service()?.healthCheckGracePeriodSeconds ?? 0) * 1000;
  const ageMs = view.nowMs - (task.observed.startedAtMs ?? view.nowMs);
  if (ageMs < graceMs) return `stopped after ${ageMs} ms, within its grace period of ${graceMs} ms`;
  if (reason.includes('container health checks')) {
    return task.observed.healthStatus === 'UNHEALTHY' ? undefined : 'its container is not UNHEALTHY';
  }
  const group = /\(target-group (.+)\)/.exec(reason)?.[1] ?? '';
  const state = view.elbv2.targetHealth.get(targetKey(group, addressOf(task), 80))?.state;
  return state === 'unhealthy' ? undefined : `its target is ${state ?? 'not known'}`;
}
