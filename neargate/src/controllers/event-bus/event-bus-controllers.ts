import type { Reconciler } from '../reconciler.ts';
import type { EventBusEnvironment } from './environment.ts';
import { eventDeliveryReconciler } from './event-delivery-reconciler.ts';
import { eventMatchReconciler } from './event-match-reconciler.ts';

/** All that brings events to the targets of rules. */
export function eventBusControllers(environment: EventBusEnvironment): readonly Reconciler[] {
  return [eventMatchReconciler(environment), eventDeliveryReconciler(environment)];
}
