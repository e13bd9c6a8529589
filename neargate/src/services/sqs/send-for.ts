import type { OperationContext } from '../context.ts';
import { requireAccess } from '../iam/authorization/authorize.ts';
import { type ActingService, requireServiceAccess } from '../iam/authorization/service-access.ts';
import { queueDoesNotExist } from './errors.ts';
import { type FoundQueue, queueByArn } from './find-queue.ts';
import { isFifoQueue } from './redrive.ts';
import { type NewMessage, sendMessage } from './send-message.ts';

/**
 * Sends a message for an AWS service, whom the queue's policy must let; in the transaction under way. Only FIFO queues get a
 * deduplication id.
 * @returns the message's id
 * @throws AwsError QueueDoesNotExist, what SQS refuses, and AccessDenied where policies are enforced
 */
export function sendForService(
  context: OperationContext,
  queueArn: string,
  service: ActingService,
  message: NewMessage,
): string {
  const queue = requireQueue(context, queueArn);
  requireServiceAccess(context, 'json', service, { action: 'sqs:SendMessage', resource: queueArn });
  return send(context, queue, message, service.sourceAccountId);
}

/**
 * Sends a message for the caller, such as a role that a service has assumed; in the transaction under way.
 * @returns the message's id
 * @throws AwsError QueueDoesNotExist, what SQS refuses, and AccessDenied where policies are enforced
 */
export function sendForCaller(context: OperationContext, queueArn: string, message: NewMessage): string {
  const queue = requireQueue(context, queueArn);
  requireAccess(context, 'json', { action: 'sqs:SendMessage', resource: queueArn });
  return send(context, queue, message, context.caller.accountId);
}

function requireQueue({ store }: OperationContext, queueArn: string): FoundQueue {
  const queue = queueByArn(store, queueArn);
  if (queue === undefined) throw queueDoesNotExist(`queue ${queueArn}`);
  return queue;
}

function send(context: OperationContext, found: FoundQueue, message: NewMessage, SenderId: string): string {
  const { messageId } = sendMessage(context, found, {
    ...message,
    systemAttributes: { SenderId },
    deduplicationId: isFifoQueue(found.queue) ? message.deduplicationId : undefined,
  });
  return messageId;
}
