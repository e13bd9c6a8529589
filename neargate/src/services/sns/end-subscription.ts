import type { OperationContext } from '../context.ts';
import { invalidParameter } from './errors.ts';
import type { FoundTopic } from './find-topic.ts';
import { putNotification } from './notifications.ts';
import type { SnsTables, SubscriptionRow } from './store.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const tokenLastsMs = 2 * 86_400_000;

/**
 * Ends a subscription. An HTTP endpoint is told, and can restore it with the token that it is sent.
 * https://docs.aws.amazon.com/sns/latest/dg/http-unsubscribe-confirmation-json.html
 */
export function endSubscription(
  { clock, ids }: Pick<OperationContext, 'clock' | 'ids'>,
  tables: SnsTables,
  subscription: SubscriptionRow,
): void {
  const { arn, topicArn, protocol } = subscription;
  tables.subscriptions.delete(arn);
  if (!tables.topics.has(topicArn)) return;
  tables.topics.update(topicArn, (topic) => ({
    ...topic,
    endedSubscriptions: topic.endedSubscriptions + 1,
  }));
  if (protocol !== 'http' && protocol !== 'https') return;
  const nowMs = clock.now();
  const { endedSubscriptions } = tables;
  for (const [token, { untilMs }] of endedSubscriptions.entries()) {
    if (untilMs <= nowMs) endedSubscriptions.delete(token);
  }
  const token = ids.hex(128);
  endedSubscriptions.put(token, { subscription, untilMs: nowMs + tokenLastsMs });
  putNotification(
    tables,
    subscription,
    {
      messageId: ids.uuid(),
      bodies: {
        default: `You have chosen to deactivate subscription ${arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
      },
      attributes: {},
      publishedAtMs: nowMs,
    },
    { kind: 'UnsubscribeConfirmation', token },
  );
}

/** @throws AwsError InvalidParameter for a token that restores nothing, or does not any more */
export function restoreSubscription(
  { clock }: Pick<OperationContext, 'clock'>,
  { topic, tables }: FoundTopic,
  token: string | undefined,
): SubscriptionRow {
  const ended = tables.endedSubscriptions.get(token ?? '');
  const isGood = ended?.subscription.topicArn === topic.arn && ended.untilMs > clock.now();
  if (token === undefined || !isGood) throw invalidParameter('Token');
  const { subscription } = ended;
  tables.endedSubscriptions.delete(token);
  tables.subscriptions.put(subscription.arn, subscription);
  return subscription;
}
