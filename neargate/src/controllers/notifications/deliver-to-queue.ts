import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../../services/context.ts';
import { requireServiceAccess } from '../../services/iam/authorization/service-access.ts';
import { queueByArn } from '../../services/sqs/find-queue.ts';
import { isFifoQueue } from '../../services/sqs/redrive.ts';
import { sendMessage } from '../../services/sqs/send-message.ts';
import { bodyFor } from '../../services/sns/publish-message.ts';
import type { NotificationRow } from '../../services/sns/store.ts';
import type { Attempt } from './outcome.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
const maxRawAttributes = 10;

/**
 * Sends a notification to a queue, whose policy must let SNS; in the transaction under way.
 * https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 * @param envelope undefined for raw delivery, which keeps attributes apart from the body
 */
export function deliverToQueue(
  context: OperationContext,
  { message, topicArn, protocol }: NotificationRow,
  queueArn: string,
  envelope: string | undefined,
): Attempt {
  const queue = queueByArn(context.store, queueArn);
  if (queue === undefined) return { kind: 'refused', message: `The queue ${queueArn} does not exist.` };
  const isRaw = envelope === undefined;
  if (isRaw && Object.keys(message.attributes).length > maxRawAttributes)
    return {
      kind: 'refused',
      message: `A queue takes ${maxRawAttributes} message attributes, and raw delivery hands on all of them.`,
    };
  const [, , , , sourceAccountId = ''] = topicArn.split(':');
  try {
    requireServiceAccess(
      context,
      'json',
      { service: 'sns.amazonaws.com', sourceArn: topicArn, sourceAccountId },
      { action: 'sqs:SendMessage', resource: queueArn },
    );
    sendMessage(context, queue, {
      body: envelope ?? bodyFor(message, protocol),
      attributes: isRaw ? message.attributes : {},
      systemAttributes: { SenderId: sourceAccountId },
      groupId: message.groupId,
      deduplicationId: isFifoQueue(queue.queue) ? message.deduplicationId : undefined,
    });
    return { kind: 'delivered' };
  } catch (error) {
    if (error instanceof AwsError) return { kind: 'refused', message: error.message };
    throw error;
  }
}
