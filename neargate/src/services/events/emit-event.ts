import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Store } from '../../store/store.ts';
import { acceptEvent } from './accept-event.ts';
import { eventsTables } from './store.ts';

/** An event that an AWS service itself sends, such as `CodeCommit Repository State Change`. */
export interface ServiceEvent {
  /** Such as `aws.codecommit`. */
  readonly source: string;
  readonly detailType: string;
  /** ARNs. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Puts an event of an AWS service on the default bus of an account and region (`scope`). To be called in the transaction
 * that makes true what the event says. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html
 */
export function emitEvent(
  { store, clock, ids }: { readonly store: Store; readonly clock: Clock; readonly ids: IdSource },
  scope: string,
  { source, detailType, resources, detail }: ServiceEvent,
): void {
  const [account = '', region = ''] = scope.split('/');
  const nowMs = clock.now();
  const event = {
    version: '0',
    id: ids.uuid(),
    'detail-type': detailType,
    source,
    account,
    time: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    region,
    resources: [...resources],
    detail,
  } as const;
  store.transact(() =>
    acceptEvent(eventsTables(store, scope), { eventBusName: 'default', acceptedAtMs: nowMs, event }),
  );
}
