import type { OperationContext } from '../../services/context.ts';
import { effectiveRetryPolicy } from '../../services/sns/delivery-policy.ts';
import { recordTopicMetric, type TopicMetric } from '../../services/sns/record-metrics.ts';
import {
  type NotificationRow,
  snsTableNames,
  snsTables,
  type SubscriptionRow,
  type TopicRow,
} from '../../services/sns/store.ts';
import { deadLetterArnOf } from '../../services/sns/subscription-attributes.ts';
import { rowKey, splitRowKey } from '../event-bus/keys.ts';
import type { Reconciler, ReconcileResult } from '../reconciler.ts';
import { deliverOverHttp } from './deliver-over-http.ts';
import { deliverToQueue } from './deliver-to-queue.ts';
import { envelopeOf } from './envelope.ts';
import type { NotificationEnvironment } from './environment.ts';
import type { Attempt } from './outcome.ts';
import { retryDelayMs } from './retry-delay.ts';

type Observed = NotificationRow['observed'];

interface Delivery {
  readonly scope: string;
  readonly key: string;
  readonly row: NotificationRow;
  readonly topic: TopicRow;
  readonly subscription: SubscriptionRow;
  readonly envelope: string;
}

/**
 * Delivers what topics sent to their subscriptions. That a queue got a message and that it was delivered are one transaction;
 * an HTTP endpoint may get one twice after a crash, as on AWS.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export function notificationReconciler(environment: NotificationEnvironment): Reconciler {
  const { store, clock, signer, contextOf } = environment;
  return {
    name: 'notification',
    keysFor: ({ table, scope, key, after }) =>
      table === snsTableNames.notifications && isPending(after as NotificationRow | undefined)
        ? [rowKey(scope, key)]
        : [],
    initialKeys: () =>
      store
        .scopes(snsTableNames.notifications)
        .flatMap((scope) =>
          [...snsTables(store, scope).notifications.entries()].flatMap(([key, row]) =>
            isPending(row) ? [rowKey(scope, key)] : [],
          ),
        ),
    async reconcile(queueKey, signal) {
      const [scope, key] = splitRowKey(queueKey);
      const loaded = await signer();
      const tables = snsTables(store, scope);
      const row = tables.notifications.get(key);
      if (row === undefined || !isPending(row)) return undefined;
      const waitMs = (row.observed.nextAttemptAtMs ?? 0) - clock.now();
      if (waitMs > 0) return { requeueAfterMs: waitMs };
      const topic = tables.topics.get(row.topicArn);
      // What tells of its end goes to a subscription that is not there any more.
      const subscription =
        row.kind === 'UnsubscribeConfirmation'
          ? tables.endedSubscriptions.get(row.token ?? '')?.subscription
          : tables.subscriptions.get(row.subscriptionArn);
      if (topic === undefined || subscription === undefined) {
        end(environment, scope, key, row, {
          status: 'DROPPED',
          attempts: row.observed.attempts,
          errorMessage: 'The subscription was taken away before the message was delivered.',
        });
        return undefined;
      }
      const envelope = envelopeOf(row, {
        gatewayUrl: contextOf(scope).gatewayUrl,
        signer: loaded,
        signatureVersion: topic.attributes['SignatureVersion'] === '2' ? '2' : '1',
      });
      return deliver(environment, { scope, key, row, topic, subscription, envelope }, signal);
    },
  };
}

function isPending(row: NotificationRow | undefined): boolean {
  return row?.observed.status === 'PENDING';
}

async function deliver(
  environment: NotificationEnvironment,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<ReconcileResult | undefined> {
  const { store, post, contextOf } = environment;
  const { scope, row, subscription, envelope } = delivery;
  const isRaw = row.kind === 'Notification' && subscription.attributes['RawMessageDelivery'] === 'true';
  const text = isRaw ? undefined : envelope;
  if (row.protocol !== 'sqs') {
    const attempt = await deliverOverHttp(post, row, text, signal);
    return store.transact(() => conclude(environment, delivery, text, attempt));
  }
  return store.transact(() =>
    conclude(environment, delivery, text, deliverToQueue(contextOf(scope), row, row.endpoint, text)),
  );
}

/** Writes what came of an attempt, in the transaction under way. */
function conclude(
  environment: NotificationEnvironment,
  delivery: Delivery,
  text: string | undefined,
  attempt: Attempt,
): ReconcileResult | undefined {
  const { store, clock, timing, contextOf } = environment;
  const { scope, key, row, topic, subscription } = delivery;
  const attempts = row.observed.attempts + 1;
  const context = contextOf(scope);
  const count = (name: TopicMetric) => {
    if (row.kind === 'Notification') recordTopicMetric(context, { topicName: topic.name, scope }, name);
  };
  if (attempt.kind === 'delivered') {
    end(environment, scope, key, row, { status: 'DELIVERED', attempts });
    count('NumberOfNotificationsDelivered');
    return undefined;
  }
  const { message: errorMessage } = attempt;
  if (attempt.kind === 'failed') {
    const policy = effectiveRetryPolicy(
      topic.attributes['DeliveryPolicy'],
      subscription.attributes['DeliveryPolicy'],
    );
    const awsMs = retryDelayMs(policy, attempts);
    if (awsMs !== undefined) {
      const afterMs = timing.scaled('sns-retry-backoff', awsMs);
      const nextAttemptAtMs = clock.now() + afterMs;
      snsTables(store, scope).notifications.put(key, {
        ...row,
        observed: { status: 'PENDING', attempts, errorMessage, nextAttemptAtMs },
      });
      return { requeueAfterMs: afterMs };
    }
  }
  count('NumberOfNotificationsFailed');
  const deadLetterArn = redrive(context, delivery, text, count);
  end(environment, scope, key, row, { status: 'FAILED', attempts, errorMessage, deadLetterArn });
  return undefined;
}

/** @returns the dead-letter queue that has it now. https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
function redrive(
  context: OperationContext,
  { row, subscription }: Delivery,
  text: string | undefined,
  count: (name: TopicMetric) => void,
): string | undefined {
  const arn =
    row.kind === 'Notification' ? deadLetterArnOf(subscription.attributes['RedrivePolicy']) : undefined;
  if (arn === undefined) return undefined;
  const isTaken = deliverToQueue(context, row, arn, text).kind === 'delivered';
  count(isTaken ? 'NumberOfNotificationsRedrivenToDlq' : 'NumberOfNotificationsFailedToRedriveToDlq');
  return isTaken ? arn : undefined;
}

function end(
  { store, clock }: NotificationEnvironment,
  scope: string,
  key: string,
  row: NotificationRow,
  observed: Omit<Observed, 'endedAtMs'>,
): void {
  snsTables(store, scope).notifications.put(key, {
    ...row,
    observed: { ...observed, endedAtMs: clock.now() },
  });
}
