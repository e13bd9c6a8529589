import type { TaskStopCode } from '@aws-sdk/client-ecs';
import type { TaskRow } from './store.ts';

/** Asks for a task to stop, keeping the first reason when it was asked before. */
export function stopTask(task: TaskRow, stopCode: TaskStopCode, stoppedReason: string): TaskRow {
  if (task.desiredStatus === 'STOPPED') return task;
  return {
    ...task,
    desiredStatus: 'STOPPED',
    stopCode,
    stoppedReason,
    observed: { ...task.observed, version: task.observed.version + 1 },
  };
}
