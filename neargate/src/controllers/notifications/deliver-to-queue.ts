import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../../services/context.ts';
import { bodyFor } from '../../services/sns/publish-message.ts';
import type { NotificationRow } from '../../services/sns/store.ts';
import { sendForService } from '../../services/sqs/send-for.ts';
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
  const isRaw = envelope === undefined;
  if (isRaw && Object.keys(message.attributes).length > maxRawAttributes)
    return {
      kind: 'refused',
      message: `A queue takes ${maxRawAttributes} message attributes, and raw delivery hands on all of them.`,
    };
  const [, , , , sourceAccountId = ''] = topicArn.split(':');
  try {
    sendForService(
      context,
      queueArn,
      { service: 'sns.amazonaws.com', sourceArn: topicArn, sourceAccountId },
      {
        body: envelope ?? bodyFor(message, protocol),
        attributes: isRaw ? message.attributes : {},
        groupId: message.groupId,
        deduplicationId: message.deduplicationId,
      },
    );
    return { kind: 'delivered' };
  } catch (error) {
    if (error instanceof AwsError) return { kind: 'refused', message: error.message };
    throw error;
  }
}
