import type { Reconciler } from '../reconciler.ts';
import type { AutoscalingEnvironment } from './environment.ts';
import { scalableTargetReconciler } from './scalable-target-reconciler.ts';
import { scalingActivityReconciler } from './scaling-activity-reconciler.ts';
import { scheduledActionReconciler } from './scheduled-action-reconciler.ts';

/** All of Application Auto Scaling that acts. */
export function autoscalingControllers(environment: AutoscalingEnvironment): readonly Reconciler[] {
  return [
    scalableTargetReconciler(environment),
    scalingActivityReconciler(environment),
    scheduledActionReconciler(environment),
  ];
}
