import { planTasks, type SchedulerAction, type TaskView } from './plan.ts';

/** The tasks of one deployment or task set that nothing else replaces. */
export interface FleetView {
  readonly id: string;
  readonly wantedCount: number;
  /** How far it may exceed `wantedCount` while it replaces unhealthy tasks; percent. */
  readonly maximumPercent: number;
  readonly mayStart: boolean;
  /** The fleet's own tasks. */
  readonly tasks: readonly TaskView[];
}

/**
 * Decides what keeps a fleet at its size: blue and green of a traffic shift, or a task set. Unlike in a rolling update no other
 * fleet's tasks count against its bounds. Pure.
 */
export function planFleet({
  id,
  wantedCount,
  maximumPercent,
  mayStart,
  tasks,
}: FleetView): SchedulerAction[] {
  const maximum = Math.max(wantedCount, Math.floor((wantedCount * maximumPercent) / 100));
  return planTasks({
    primaryDeploymentId: id,
    mayStart,
    isDeploying: false,
    desiredCount: wantedCount,
    bounds: { minimumHealthy: 0, maximum },
    tasks,
  }).filter(({ kind }) => kind !== 'blocked');
}
