import { appendServiceEvent } from '../../services/ecs/service-events.ts';
import { type ServiceActionName, tellServiceAction } from '../../services/ecs/service-state-events.ts';
import type { ServiceRow } from '../../services/ecs/store.ts';
import { schedulerEvents } from './scheduler-events.ts';
import type { ServicePass } from './service-pass.ts';

/**
 * Writes a service event. What is news to the service's own list of events is news on the event bus too, where it has a
 * name there.
 */
export function say(
  { environment, scope, nowMs }: ServicePass,
  service: ServiceRow,
  message: string,
  action?: { readonly eventName: ServiceActionName; readonly reason?: string },
): void {
  const { store, ids } = environment;
  const isNew = appendServiceEvent(store, scope, service, message, nowMs, ids);
  if (isNew && action !== undefined) tellServiceAction(environment, scope, service, action);
}

export function sayCannotPlace(pass: ServicePass, service: ServiceRow, reason: string): void {
  say(pass, service, schedulerEvents.cannotPlace(reason), {
    eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
    reason,
  });
}
