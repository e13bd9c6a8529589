import type { TaskStatus } from '../../../src/services/ecs/store.ts';
import { addressOf, short } from '../view.ts';
import type { Invariant } from './invariant.ts';

const withContainers: ReadonlySet<TaskStatus> = new Set([
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
]);

/** Nothing runs that no task owns, and a task that is RUNNING has its program. */
export const owned: Invariant = {
  name: 'what runs belongs to a task, and a RUNNING task runs',
  atRest(view) {
    const containers = view.containers();
    const wrong: string[] = [];
    for (const { taskArn, image } of containers) {
      const status = view.ecs.tasks.get(taskArn)?.observed.lastStatus;
      if (status === undefined || !withContainers.has(status)) {
        wrong.push(`${image} of task ${short(taskArn)} runs though the task is ${status ?? 'gone'}`);
      }
    }
    const running = new Set(containers.map(({ taskArn }) => taskArn));
    for (const { taskArn, desiredStatus, observed } of view.tasks()) {
      if (desiredStatus === 'RUNNING' && observed.lastStatus === 'RUNNING' && !running.has(taskArn)) {
        wrong.push(`task ${short(taskArn)} is RUNNING without a program`);
      }
    }
    return wrong;
  },
};

/** A target group has no targets of tasks that have ended. */
export const noLeftTargets: Invariant = {
  name: 'registered targets belong to tasks that have not ended',
  atRest(view) {
    const addresses = new Set(
      view
        .tasks()
        .filter(({ observed }) => observed.lastStatus !== 'STOPPED')
        .map(addressOf),
    );
    return [...view.elbv2.targets.values()]
      .filter(({ id, deregisteredAtMs }) => deregisteredAtMs === undefined && !addresses.has(id))
      .map(({ id }) => `target ${id} is registered and belongs to no task`);
  },
};
