import type { NotificationConfiguration } from '@aws-sdk/client-s3';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { publishForService } from '../sns/publish-for.ts';
import { sendForService } from '../sqs/send-for.ts';
import { invalidArgument } from './errors.ts';
import { notificationMessage, type ObjectEvent, testMessage } from './notification-message.ts';
import {
  notificationEvents,
  type NotificationRule,
  notificationRules,
  overlap,
  wants,
} from './notification-rules.ts';
import type { BucketRow } from './store.ts';

const subject = 'Amazon S3 Notification';

/**
 * Tells the queues and topics that a bucket's configuration names, in the transaction under way. As in S3, a receiver that is
 * gone or does not let S3 gets nothing, and who wrote the object does not learn of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export function notifyReceivers(context: OperationContext, bucket: BucketRow, event: ObjectEvent): void {
  for (const rule of notificationRules(bucket.notification)) {
    if (!wants(rule, event.name, event.row.key)) continue;
    problemOf(() => tell(context, bucket, rule, notificationMessage(context, bucket, event, rule.id)));
  }
}

/**
 * Checks a configuration and sends each queue and topic a test message, in the transaction under way.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 * @throws AwsError InvalidArgument for unknown or ambiguous events, and for receivers that S3 cannot tell
 */
export function checkReceivers(
  context: OperationContext,
  bucket: BucketRow,
  configuration: NotificationConfiguration,
  { skipsValidation }: { readonly skipsValidation: boolean },
): void {
  const rules = notificationRules(configuration);
  const unknown = rules.flatMap(({ events }) => events).find((event) => !notificationEvents.has(event));
  if (unknown !== undefined)
    throw invalidArgument(`The event '${unknown}' is not supported for notifications`);
  if (rules.some((one, index) => rules.slice(index + 1).some((other) => overlap(one, other))))
    throw invalidArgument(
      'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
    );
  const text = testMessage(context, bucket.name);
  for (const rule of rules) {
    const problem = rule.receiverArn.endsWith('.fifo')
      ? 'FIFO topics and queues are not supported.'
      : problemOf(() => tell(context, bucket, rule, text));
    if (problem !== undefined && !skipsValidation)
      throw invalidArgument(
        `Unable to validate the following destination configurations: ${rule.receiverArn}: ${problem}`,
      );
  }
}

/** Why AWS refuses, if it does. */
function problemOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}

function tell(
  context: OperationContext,
  bucket: BucketRow,
  { kind, receiverArn }: NotificationRule,
  body: string,
): void {
  const service = {
    service: 's3.amazonaws.com',
    sourceArn: `arn:aws:s3:::${bucket.name}`,
    sourceAccountId: bucket.ownerAccountId,
  };
  if (kind === 'queue') sendForService(context, receiverArn, service, { body });
  if (kind === 'topic') publishForService(context, receiverArn, service, { body, subject });
}
