import type { Reconciler } from '../reconciler.ts';
import type { QueueEnvironment } from './environment.ts';
import { messageMoveReconciler } from './message-move-reconciler.ts';
import { queueMetricsReconciler } from './queue-metrics-reconciler.ts';

/** All that goes on behind queues while nobody calls them. */
export function queueControllers(environment: QueueEnvironment): readonly Reconciler[] {
  return [messageMoveReconciler(environment), queueMetricsReconciler(environment)];
}
