import type { IdSource } from '../../core/ids.ts';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import type { ServiceEventRow, ServiceRow } from './store.ts';

/** Amazon ECS keeps the latest 100 events of a service. */
const keptEvents = 100;
/** An identical message is said again only after this long, or once something else has been said. */
const repeatAfterMs = 6 * 60 * 60 * 1000;

type NamedService = Pick<ServiceRow, 'serviceArn' | 'serviceName'>;

/** A scope of its own per service, so that an event is a small journal entry and wakes no one who watches services. */
function eventsOf(
  store: Store,
  scope: string,
  service: Pick<ServiceRow, 'serviceArn'>,
): Table<ServiceEventRow> {
  return store.table('ecs.service-events', `${scope}/${service.serviceArn}`);
}

/**
 * Appends `(service NAME)` and `message` (which brings its own leading blank) to the service's events, unless it repeats
 * the latest one within six hours. Returns whether it did.
 */
export function appendServiceEvent(
  store: Store,
  scope: string,
  service: NamedService,
  message: string,
  nowMs: number,
  ids: IdSource,
): boolean {
  return appendRawServiceEvent(
    store,
    scope,
    service,
    `(service ${service.serviceName})${message}`,
    nowMs,
    ids,
  );
}

/** As `appendServiceEvent` for the few messages whose prefix differs, such as `(service NAME, taskSet ID) has begun …`. */
export function appendRawServiceEvent(
  store: Store,
  scope: string,
  service: NamedService,
  message: string,
  nowMs: number,
  ids: IdSource,
): boolean {
  const table = eventsOf(store, scope, service);
  const latest = [...table.values()].at(-1);
  if (latest?.message === message && nowMs - latest.createdAtMs < repeatAfterMs) return false;
  store.transact(() => {
    const id = ids.uuid();
    table.put(id, { id, createdAtMs: nowMs, message });
    for (const key of [...table.keys()].slice(0, Math.max(0, table.size - keptEvents))) table.delete(key);
  });
  return true;
}

/** Newest first. */
export function serviceEvents(
  store: Store,
  scope: string,
  service: Pick<ServiceRow, 'serviceArn'>,
): readonly ServiceEventRow[] {
  return [...eventsOf(store, scope, service).values()].toReversed();
}

/** Forgets the events of an earlier service of the same name. */
export function clearServiceEvents(
  store: Store,
  scope: string,
  service: Pick<ServiceRow, 'serviceArn'>,
): void {
  const table = eventsOf(store, scope, service);
  for (const key of table.keys()) table.delete(key);
}
