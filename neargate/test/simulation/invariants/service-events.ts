import type { ServiceEventRow } from '../../../src/services/ecs/store.ts';
import { targetKey } from '../../../src/services/elbv2/store.ts';
import { addressOf, type View } from '../view.ts';
import type { Invariant } from './invariant.ts';

/** What an event says, and what is wrong when it has not happened. */
type EventRule = readonly [
  pattern: RegExp,
  wrong: (view: View, match: RegExpExecArray) => string | undefined,
];

const rules: readonly EventRule[] = [
  [
    /has started (\d+) tasks(?: in \S+ to AZ Rebalance)?: (.*)\./,
    (view, [, count, list = '']) => {
      const tasks = named(view, list);
      const isTrue =
        tasks.length === Number(count) && tasks.every((task) => task?.createdAtMs === view.nowMs);
      return isTrue ? undefined : 'they were not started now';
    },
  ],
  [
    /has stopped (\d+) running tasks(?: in \S+ due to AZ rebalancing)?: (.*)\./,
    (view, [, count, list = '']) => {
      const tasks = named(view, list);
      const isTrue =
        tasks.length === Number(count) && tasks.every((task) => task?.desiredStatus === 'STOPPED');
      return isTrue ? undefined : 'they were not asked to stop';
    },
  ],
  [
    /\(service \S+, taskSet (\S+)\) has reached a steady state/,
    (view, [, id = '']) => {
      const status = view.taskSet(id)?.observed.stabilityStatus;
      return status === 'STEADY_STATE' ? undefined : `it is ${status ?? 'not known'}`;
    },
  ],
  [
    /\(service \S+\) has reached a steady state/,
    (view) => {
      const desired = view.service()?.desiredCount;
      const healthy = view.wanted().filter((task) => view.isHealthy(task)).length;
      const wanted = view.wanted().length;
      return healthy === desired && wanted === desired
        ? undefined
        : `${wanted} tasks are wanted and ${healthy} healthy of ${desired}`;
    },
  ],
  [
    /\(deployment (\S+)\) deployment completed/,
    (view, [, id]) => {
      const state = view.service()?.deployments.find((each) => each.id === id)?.observed.rolloutState;
      return state === 'COMPLETED' ? undefined : `it is ${state ?? 'not known'}`;
    },
  ],
  [
    /\(deployment (\S+)\) deployment failed/,
    (view, [, id]) => {
      const state = view.service()?.deployments.find((each) => each.id === id)?.observed.rolloutState;
      return state === 'FAILED' ? undefined : `it is ${state ?? 'not known'}`;
    },
  ],
  [
    /rolling back to deployment (\S+)\./,
    (view, [, id]) =>
      view.primary()?.id === id ? undefined : `the primary one is ${view.primary()?.id ?? '-'}`,
  ],
  [
    / registered 1 targets in \(target-group (.+)\)/,
    (view, [, group]) =>
      [...view.elbv2.targets.values()].some(
        ({ targetGroupArn, registeredAtMs }) => targetGroupArn === group && registeredAtMs === view.nowMs,
      )
        ? undefined
        : 'nothing was registered now',
  ],
  [
    / deregistered 1 targets in \(target-group (.+)\)/,
    (view, [, group]) =>
      [...view.elbv2.targets.values()].some(
        ({ targetGroupArn, deregisteredAtMs }) => targetGroupArn === group && deregisteredAtMs === view.nowMs,
      )
        ? undefined
        : 'nothing was deregistered now',
  ],
  [
    /\(task (\w+)\) \(port (\d+)\) is unhealthy in \(target-group (.+)\) due to/,
    (view, [, taskId, port, group = '']) => {
      const task = view.tasks().find((each) => each.taskId === taskId);
      if (task === undefined) return 'there is no such task';
      const key = targetKey(group, addressOf(task), Number(port));
      const state = view.elbv2.targetHealth.get(key)?.state;
      return state === 'unhealthy' ? undefined : `its target is ${state ?? 'not known'}`;
    },
  ],
  [
    /\(task (\w+)\) failed container health checks/,
    (view, [, taskId]) => {
      const health = view.tasks().find((each) => each.taskId === taskId)?.observed.healthStatus;
      return health === 'UNHEALTHY' ? undefined : `its container is ${health ?? 'not known'}`;
    },
  ],
];

export const trueEvents: Invariant = {
  name: 'service events tell only what has happened',
  atCommit: (view, changes) =>
    changes
      .filter(({ table, after }) => table === 'ecs.service-events' && after !== undefined)
      .flatMap(({ after }) => {
        const { message } = after as ServiceEventRow;
        return rules.flatMap(([pattern, wrong]) => {
          const match = pattern.exec(message);
          const found = match === null ? undefined : wrong(view, match);
          return found === undefined ? [] : [`"${message}": ${found}`];
        });
      }),
};

function named(view: View, list: string) {
  return [...list.matchAll(/\(task (\w+)\)/g)].map(([, taskId]) =>
    view.tasks().find((task) => task.taskId === taskId),
  );
}
