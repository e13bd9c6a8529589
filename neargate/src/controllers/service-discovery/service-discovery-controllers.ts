import type { Reconciler } from '../reconciler.ts';
import { type InstanceHealthOptions, instanceHealthReconciler } from './instance-health-reconciler.ts';
import { taskHealthReconciler } from './task-health-reconciler.ts';

/** Keeps the health of Cloud Map's instances. */
export function serviceDiscoveryControllers(options: InstanceHealthOptions): readonly Reconciler[] {
  return [taskHealthReconciler(options), instanceHealthReconciler(options)];
}
