import type { Problem } from '../../gateway/admin-protocol.ts';
import { type NotificationRow, snsTableNames, snsTables } from '../../services/sns/store.ts';
import type { Store } from '../../store/store.ts';
import type { Places } from './places.ts';

/** Failures that ended longer ago are history. */
const recentMs = 10 * 60_000;
/** A first hitch is not worth a word. */
const attemptsBeforeTold = 2;

/** Subscriptions whose latest message did not reach them: the newest message of each that still exists. */
export function failedNotifications(store: Store, nowMs: number): readonly NotificationRow[] {
  return store.scopes(snsTableNames.notifications).flatMap((scope) => {
    const { notifications, subscriptions } = snsTables(store, scope);
    const latest = new Map<string, NotificationRow>();
    for (const row of notifications.values())
      if (row.observed.status !== 'NOT_SENT') latest.set(row.subscriptionArn, row);
    return [...latest.values()].filter(
      (row) => subscriptions.has(row.subscriptionArn) && isFailed(row, nowMs),
    );
  });
}

function isFailed({ observed }: NotificationRow, nowMs: number): boolean {
  if (observed.status === 'PENDING') return observed.attempts >= attemptsBeforeTold;
  return observed.status === 'FAILED' && nowMs - (observed.endedAtMs ?? 0) < recentMs;
}

export function notificationProblem(
  { topicArn, subscriptionArn, protocol, endpoint, observed }: NotificationRow,
  placeOf: Places['placeOf'],
): Problem {
  const { errorMessage = '', status, deadLetterArn } = observed;
  const place = placeOf(subscriptionArn) ?? placeOf(topicArn);
  const consequence =
    status === 'PENDING'
      ? ' It is tried again.'
      : deadLetterArn === undefined
        ? ''
        : ` The dead-letter queue ${deadLetterArn} has it.`;
  return {
    resource: `topic ${topicArn.split(':').at(-1)}, ${protocol} subscription of ${endpoint}`,
    cause: `A message was not delivered: ${errorMessage}${consequence}`,
    ...(place === undefined ? {} : { place }),
  };
}
