import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { invalidParameter, subscriptionNotFound, topicNotFound } from './errors.ts';
import { type SnsTables, snsTables, type SubscriptionRow, type TopicRow } from './store.ts';

export interface FoundTopic {
  readonly topic: TopicRow;
  /** Of the topic's own account and region. */
  readonly tables: SnsTables;
  readonly scope: string;
}

/** @throws AwsError InvalidParameter for what is no ARN of a topic, NotFound */
export function findTopic(
  { store }: Pick<OperationContext, 'store'>,
  topicArn: string | undefined,
  member = 'TopicArn',
): FoundTopic {
  const arn = parseArn(topicArn ?? '');
  if (topicArn === undefined || arn?.service !== 'sns' || arn.resource.includes(':'))
    throw invalidParameter(member);
  const scope = `${arn.accountId}/${arn.region}`;
  const tables = snsTables(store, scope);
  const topic = tables.topics.get(topicArn);
  if (topic === undefined) throw topicNotFound();
  return { topic, tables, scope };
}

/** @throws AwsError InvalidParameter for what is no ARN of a subscription, NotFound */
export function findSubscription(
  { store }: Pick<OperationContext, 'store'>,
  subscriptionArn: string | undefined,
): { readonly subscription: SubscriptionRow; readonly tables: SnsTables } {
  const arn = parseArn(subscriptionArn ?? '');
  if (subscriptionArn === undefined || arn?.service !== 'sns' || !arn.resource.includes(':'))
    throw invalidParameter('SubscriptionArn Reason: An ARN must have at least 6 elements, not 1');
  const tables = snsTables(store, `${arn.accountId}/${arn.region}`);
  const subscription = tables.subscriptions.get(subscriptionArn);
  if (subscription === undefined) throw subscriptionNotFound();
  return { subscription, tables };
}

/** Of a topic, in the order in which they were made. */
export function subscriptionsOf({ topic, tables }: FoundTopic): readonly SubscriptionRow[] {
  return [...tables.subscriptions.values()].filter(({ topicArn }) => topicArn === topic.arn);
}
