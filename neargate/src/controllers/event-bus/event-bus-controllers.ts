import type { Reconciler } from '../reconciler.ts';
import type { EventBusEnvironment } from './environment.ts';
import { eventDeliveryReconciler } from './event-delivery-reconciler.ts';
import { eventMatchReconciler } from './event-match-reconciler.ts';
import { eventScheduleReconciler } from './event-schedule-reconciler.ts';

/** All that brings events to the targets of rules, and scheduled rules to their times. */
export function eventBusControllers(environment: EventBusEnvironment): readonly Reconciler[] {
  return [
    eventMatchReconciler(environment),
    eventDeliveryReconciler(environment),
    eventScheduleReconciler(environment),
  ];
}
