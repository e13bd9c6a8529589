import {
  type AcceptedEventRow,
  type DeliveryRow,
  eventsTables,
  type EventsTables,
} from '../../services/events/store.ts';
import type { Store } from '../../store/store.ts';
import type { DeliverySource } from './sources.ts';

/** What became of the event that a push was. */
export type PushOutcome =
  /** The event bus has not looked at its rules, or a delivery is under way. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'unmatched' }
  | { readonly kind: 'matched'; readonly deliveries: readonly PipelineDelivery[] };

export interface PipelineDelivery {
  readonly rule: string;
  readonly pipeline: string;
  /** Present once it was delivered. */
  readonly executionId?: string;
  /** Why it was given up. */
  readonly failure?: string;
}

export interface PushEvent {
  readonly key: string;
  readonly detailType: string;
  readonly event: string;
  readonly reference: string;
}

/** The event that tells of a branch having come to a commit, the newest where there are several. */
export function findPushEvent(
  store: Store,
  { scope, repositoryName, branchName }: Pick<DeliverySource, 'scope' | 'repositoryName' | 'branchName'>,
  commitId: string,
): PushEvent | undefined {
  const { acceptedEvents } = eventsTables(store, scope);
  const found = [...acceptedEvents.entries()].findLast(([, { event, forwardedFrom }]) => {
    const detail = event.detail as Readonly<Record<string, unknown>>;
    return (
      forwardedFrom === undefined &&
      event.source === 'aws.codecommit' &&
      detail['repositoryName'] === repositoryName &&
      detail['referenceName'] === branchName &&
      detail['commitId'] === commitId
    );
  });
  return found && describe(found);
}

function describe([key, { event }]: readonly [string, AcceptedEventRow]): PushEvent {
  const detail = event.detail as Readonly<Record<string, string>>;
  return {
    key,
    detailType: event['detail-type'],
    event: detail['event'] ?? '',
    reference: detail['referenceName'] ?? '',
  };
}

/** How far the event has come on its way to these pipelines. */
export function pushOutcome(
  store: Store,
  { scope, pipelines }: Pick<DeliverySource, 'scope' | 'pipelines'>,
  event: PushEvent,
): PushOutcome {
  const tables = eventsTables(store, scope);
  if (tables.unmatchedEvents.has(event.key)) return { kind: 'pending' };
  const deliveries = deliveriesOf(tables, event.key).filter(({ targetArn }) =>
    pipelines.some(({ name }) => targetArn.startsWith('arn:') && targetArn.endsWith(`:${name}`)),
  );
  if (deliveries.length === 0) return { kind: 'unmatched' };
  if (deliveries.some(({ observed }) => observed.status === 'PENDING')) return { kind: 'pending' };
  return { kind: 'matched', deliveries: deliveries.map(describeDelivery) };
}

function deliveriesOf({ deliveries, acceptedEvents }: EventsTables, key: string): DeliveryRow[] {
  const id = acceptedEvents.get(key)?.event.id;
  return [...deliveries.values()].filter(({ eventId }) => eventId === id);
}

function describeDelivery({ ruleName, targetArn, observed }: DeliveryRow): PipelineDelivery {
  const common = { rule: ruleName, pipeline: targetArn.split(':').at(-1) ?? '' };
  if (observed.status === 'DELIVERED' && observed.result !== undefined)
    return { ...common, executionId: observed.result };
  return {
    ...common,
    failure: observed.errorMessage ?? `The delivery was ${observed.status.toLowerCase()}.`,
  };
}
