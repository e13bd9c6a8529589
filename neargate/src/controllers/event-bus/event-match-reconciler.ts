import { eventsTableNames, eventsTables } from '../../services/events/store.ts';
import type { Reconciler } from '../reconciler.ts';
import type { EventBusEnvironment } from './environment.ts';
import { matchingRules } from './matching-rules.ts';
import { putDeliveries } from './new-delivery.ts';
import { recordEventsMetrics } from './record-metrics.ts';

/**
 * Tries the rules of a bus on every event that it has accepted, in the order of acceptance, and puts one delivery for each
 * target of those that match. That an event has been tried and its deliveries are one transaction: nothing is lost or doubled
 * by a crash. Keyed by account and region.
 */
export function eventMatchReconciler(environment: EventBusEnvironment): Reconciler {
  const { store } = environment;
  return {
    name: 'event-match',
    keysFor: ({ table, scope, after }) =>
      table === eventsTableNames.unmatchedEvents && after !== undefined ? [scope] : [],
    initialKeys: () => store.scopes(eventsTableNames.unmatchedEvents),
    async reconcile(scope) {
      const { unmatchedEvents } = eventsTables(store, scope);
      for (const key of unmatchedEvents.keys()) matchOne(environment, scope, key);
      return undefined;
    },
  };
}

function matchOne({ store, clock, contextOf }: EventBusEnvironment, scope: string, key: string): void {
  const tables = eventsTables(store, scope);
  const accepted = tables.acceptedEvents.get(key);
  const matched = accepted === undefined ? [] : matchingRules(tables.rules.values(), accepted);
  store.transact(() => {
    tables.unmatchedEvents.delete(key);
    if (accepted !== undefined) for (const rule of matched) putDeliveries(tables, accepted, key, rule);
  });
  for (const { name: ruleName, eventBusName } of matched) {
    const { metrics } = contextOf(scope);
    const names = ['MatchedEvents', 'TriggeredRules'] as const;
    recordEventsMetrics(metrics, scope, { ruleName, eventBusName }, names, clock.now());
  }
}
