import { parseArn } from '../../core/arn.ts';
import type { Store } from '../../store/store.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import { missingParameter, queueDoesNotExist } from './errors.ts';
import { type QueueRow, queues, type QueueTables, queueTables } from './store.ts';

export interface FoundQueue extends QueueTables {
  readonly queue: QueueRow;
  /** Of the queue's own account and region. */
  readonly scope: string;
}

export function queueUrl({ gatewayUrl, caller }: OperationContext, queueName: string): string {
  return `${gatewayUrl}/${caller.accountId}/${queueName}`;
}

/** By its URL, which ends in the owner's account and the name; a name alone is the caller's own queue. @throws AwsError QueueDoesNotExist */
export function findQueue(context: OperationContext, url: string | undefined): FoundQueue {
  if (url === undefined || url === '') throw missingParameter('QueueUrl');
  const [name = '', accountId = ''] = url.split('/').toReversed();
  const { caller, store } = context;
  const scope = regionalScope(/^\d{12}$/.test(accountId) ? { ...caller, accountId } : caller);
  const queue = queues(store, scope).get(name);
  if (queue === undefined) throw queueDoesNotExist();
  return { queue, scope, ...queueTables(store, scope, name) };
}

/** @returns undefined when there is no such queue, or the ARN is none of a queue */
export function queueByArn(store: Store, arn: string): FoundQueue | undefined {
  const { service, accountId, region, resource } = parseArn(arn) ?? {};
  if (service !== 'sqs' || resource === undefined) return undefined;
  const scope = `${accountId}/${region}`;
  const queue = queues(store, scope).get(resource);
  return queue && { queue, scope, ...queueTables(store, scope, resource) };
}

/** Writes members of the queue's row, in the transaction under way. */
export function changeQueue(
  { store }: Pick<OperationContext, 'store'>,
  { scope, queue }: FoundQueue,
  change: Partial<QueueRow>,
): QueueRow {
  return queues(store, scope).update(queue.queueName, (row) => ({ ...row, ...change }));
}
