import { isSpoken } from './protocols.ts';
import type { NotificationRow, PublishedMessage, SnsTables, SubscriptionRow } from './store.ts';

const keptNotifications = 1000;

/** Writes a message on its way to a subscription, in the transaction under way. */
export function putNotification(
  { notifications }: Pick<SnsTables, 'notifications'>,
  subscription: SubscriptionRow,
  message: PublishedMessage,
  { kind = 'Notification', token }: { readonly kind?: NotificationRow['kind']; readonly token?: string } = {},
): void {
  const { arn, topicArn, protocol, endpoint } = subscription;
  notifications.put(`${message.messageId} ${arn}`, {
    kind,
    topicArn,
    subscriptionArn: arn,
    protocol,
    endpoint,
    message,
    token,
    observed: isSpoken(protocol)
      ? { status: 'PENDING', attempts: 0 }
      : {
          status: 'NOT_SENT',
          attempts: 0,
          errorMessage: `Neargate stores ${protocol} subscriptions and sends nothing to them.`,
          endedAtMs: message.publishedAtMs,
        },
  });
  for (const [key, { observed }] of notifications.entries()) {
    if (notifications.size <= keptNotifications) break;
    if (observed.status !== 'PENDING') notifications.delete(key);
  }
}
