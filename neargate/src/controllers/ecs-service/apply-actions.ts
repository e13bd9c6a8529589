import type { ServiceRow } from '../../services/ecs/store.ts';
import { stopTask } from '../../services/ecs/task-stopping.ts';
import type { SchedulerAction } from './plan.ts';
import { say } from './say.ts';
import { scalingStoppedReason, schedulerEvents, unhealthyStoppedReason } from './scheduler-events.ts';
import { saveTaskOf, type ServicePass } from './service-pass.ts';
import type { ObservedTask } from './service-view.ts';
import { startTasks, type TaskSource } from './start-tasks.ts';

/**
 * Carries out what a plan decided, and says so in service events.
 * @param observed every wanted task of the service
 * @param isThrottled whether starts have to wait, which is said where there are any
 * @returns whether tasks were started
 */
export function applyActions(
  pass: ServicePass,
  service: ServiceRow,
  source: TaskSource,
  observed: readonly ObservedTask[],
  actions: readonly SchedulerAction[],
  isThrottled: boolean,
): boolean {
  let hasStarted = false;
  for (const action of actions) {
    switch (action.kind) {
      case 'start':
        if (isThrottled) {
          say(pass, service, schedulerEvents.flapping, { eventName: 'SERVICE_TASK_START_IMPAIRED' });
        } else hasStarted = start(pass, service, source, observed, action) || hasStarted;
        break;
      case 'stop':
        stop(pass, service, source.id, observed, action);
        break;
      case 'blocked':
        say(pass, service, schedulerEvents.blocked);
        break;
      case 'protected':
        say(pass, service, schedulerEvents.heldByProtection(action.ofId, action.count));
    }
  }
  return hasStarted;
}

function start(
  pass: ServicePass,
  service: ServiceRow,
  source: TaskSource,
  observed: readonly ObservedTask[],
  action: Extract<SchedulerAction, { kind: 'start' }>,
): boolean {
  const started = startTasks(pass, service, source, observed, action.count);
  if (started.length === 0) return false;
  const taskIds = started.map(({ taskId }) => taskId);
  say(pass, service, schedulerEvents.started(taskIds, action.replacedUnhealthy), {
    eventName: 'TASKS_STARTED',
  });
  return true;
}

function stop(
  pass: ServicePass,
  service: ServiceRow,
  sourceId: string,
  observed: readonly ObservedTask[],
  action: Extract<SchedulerAction, { kind: 'stop' }>,
): void {
  const stopping = observed.filter(({ taskArn }) => action.taskArns.includes(taskArn));
  for (const { row, cause } of stopping) {
    if (action.cause === 'unhealthy' && cause !== undefined) {
      say(pass, service, schedulerEvents.unhealthy(row.taskId, cause));
    }
    const reason =
      action.cause === 'unhealthy' ? unhealthyStoppedReason(cause) : scalingStoppedReason(sourceId);
    saveTaskOf(pass, stopTask(row, 'ServiceSchedulerInitiated', reason));
  }
  const running = stopping.filter((task) => task.running);
  const pending = stopping.length - running.length;
  if (running.length > 0)
    say(pass, service, schedulerEvents.stopped(running.map(({ row }) => row.taskId)), {
      eventName: 'TASKS_STOPPED',
    });
  if (pending > 0) say(pass, service, schedulerEvents.stoppedPending(pending));
}
