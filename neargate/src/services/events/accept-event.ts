import type { AcceptedEventRow, EventsTables } from './store.ts';

const keptEvents = 1000;

/**
 * Puts an event on a bus, in the transaction under way: the event bus controller takes it from there. Events that no rule has
 * been tried on yet are never forgotten.
 */
export function acceptEvent(
  { acceptedEvents, unmatchedEvents }: Pick<EventsTables, 'acceptedEvents' | 'unmatchedEvents'>,
  row: AcceptedEventRow,
): void {
  const key = row.forwardedFrom === undefined ? row.event.id : `${row.eventBusName}/${row.event.id}`;
  acceptedEvents.put(key, row);
  unmatchedEvents.put(key, { acceptedAtMs: row.acceptedAtMs });
  for (const oldest of acceptedEvents.keys()) {
    if (acceptedEvents.size <= keptEvents) break;
    if (!unmatchedEvents.has(oldest)) acceptedEvents.delete(oldest);
  }
}
