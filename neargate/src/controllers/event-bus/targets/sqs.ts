import { requireServiceAccess } from '../../../services/iam/authorization/service-access.ts';
import { queueByArn } from '../../../services/sqs/find-queue.ts';
import { isFifoQueue } from '../../../services/sqs/redrive.ts';
import { sendMessage } from '../../../services/sqs/send-message.ts';
import { DeliveryFailure } from '../delivery-failure.ts';
import type { InvokeTarget } from './target.ts';

/**
 * Sends the event to the queue, whose policy must let EventBridge. A FIFO queue gets the group of the target's SqsParameters,
 * and must deduplicate by content.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export const invokeQueue: InvokeTarget = ({ context, delivery, target, input }) => {
  const queueArn = target.Arn ?? '';
  const queue = queueByArn(context.store, queueArn);
  if (queue === undefined) throw new DeliveryFailure('NO_RESOURCE', `The queue ${queueArn} does not exist.`);
  if (target.RoleArn === undefined)
    requireServiceAccess(
      context,
      'json',
      {
        service: 'events.amazonaws.com',
        sourceArn: delivery.ruleArn,
        sourceAccountId: delivery.ruleArn.split(':')[4] ?? '',
      },
      { action: 'sqs:SendMessage', resource: queueArn },
    );
  const { messageId } = sendMessage(context, queue, {
    body: input,
    systemAttributes: { SenderId: context.caller.accountId },
    groupId: isFifoQueue(queue.queue) ? target.SqsParameters?.MessageGroupId : undefined,
  });
  return messageId;
};
