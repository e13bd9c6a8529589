import { sendForCaller, sendForService } from '../../../services/sqs/send-for.ts';
import { eventBridgeFor } from '../acting-service.ts';
import type { InvokeTarget } from './target.ts';

/**
 * Sends the event to the queue, whose policy must let EventBridge where the target has no role. A FIFO queue gets the group of
 * the target's SqsParameters, and must deduplicate by content.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export const invokeQueue: InvokeTarget = ({ context, delivery, target, input }) => {
  const queueArn = target.Arn ?? '';
  const message = { body: input, groupId: target.SqsParameters?.MessageGroupId };
  return target.RoleArn === undefined
    ? sendForService(context, queueArn, eventBridgeFor(delivery.ruleArn), message)
    : sendForCaller(context, queueArn, message);
};
