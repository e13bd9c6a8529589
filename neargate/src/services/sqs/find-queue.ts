import { parseArn } from '../../core/arn.ts';
import type { Store } from '../../store/store.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import { missingParameter, queueDoesNotExist } from './errors.ts';
import { type QueueRow, queues, queuesOf, type QueueTables, queueTables } from './store.ts';

export interface FoundQueue extends QueueTables {
  readonly queue: QueueRow;
}

export function queueUrl({ gatewayUrl, caller }: OperationContext, queueName: string): string {
  return `${gatewayUrl}/${caller.accountId}/${queueName}`;
}

/** By its URL, of which the last part is its name; a name alone is taken too. @throws AwsError QueueDoesNotExist */
export function findQueue(context: OperationContext, url: string | undefined): FoundQueue {
  if (url === undefined || url === '') throw missingParameter('QueueUrl');
  const name = url.slice(url.lastIndexOf('/') + 1);
  const queue = queuesOf(context).get(name);
  if (queue === undefined) throw queueDoesNotExist();
  return { queue, ...queueTables(context.store, regionalScope(context.caller), name) };
}

export function queueByArn(store: Store, arn: string): FoundQueue | undefined {
  const { service, accountId, region, resource } = parseArn(arn) ?? {};
  if (service !== 'sqs' || resource === undefined) return undefined;
  const scope = `${accountId}/${region}`;
  const queue = queues(store, scope).get(resource);
  return queue && { queue, ...queueTables(store, scope, resource) };
}
