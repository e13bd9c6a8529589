import type { TaskStopCode } from '@aws-sdk/client-ecs';
import type { TaskRow } from '../../services/ecs/store.ts';

/** A task that a zone takes down with it. */
export interface LostTask {
  readonly taskArn: string;
  readonly stop: { readonly code: TaskStopCode; readonly reason: string };
}

/**
 * The tasks that are in no zone of `inService` and have not been asked to stop. A task that runs shows what is true of it,
 * that its containers have ended; one that does not run yet finds no capacity. AWS documents no reason of its own for a
 * lost Fargate host (not verified).
 */
export function planZoneOutage(tasks: Iterable<TaskRow>, inService: ReadonlySet<string>): LostTask[] {
  return [...tasks].flatMap(({ taskArn, desiredStatus, observed }): LostTask[] => {
    const { availabilityZone: zone, lastStatus } = observed;
    if (zone === undefined || inService.has(zone) || desiredStatus === 'STOPPED') return [];
    return [
      {
        taskArn,
        stop:
          lastStatus === 'RUNNING'
            ? { code: 'EssentialContainerExited', reason: 'Essential container in task exited' }
            : {
                code: 'TaskFailedToStart',
                reason:
                  'Capacity is unavailable at this time. Please try again later or in a different availability zone',
              },
      },
    ];
  });
}
