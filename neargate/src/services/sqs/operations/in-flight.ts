import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
} from '@aws-sdk/client-sqs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { runBatch } from '../batch.ts';
import { invalidParameter, messageNotInflight, receiptHandleIsInvalid } from '../errors.ts';
import { type FoundQueue, findQueue } from '../find-queue.ts';
import { recordQueueMetric } from '../record-metrics.ts';
import { isFifoQueue } from '../redrive.ts';
import type { MessageRow } from '../store.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export const deleteMessage = operation<DeleteMessageRequest, Record<string, never>>({
  handle: (context, { QueueUrl, ReceiptHandle }) =>
    deleteOne(context, findQueue(context, QueueUrl), ReceiptHandle),
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export const deleteMessageBatch = operation<DeleteMessageBatchRequest, DeleteMessageBatchResult>({
  handle(context, { QueueUrl, Entries = [] }) {
    const found = findQueue(context, QueueUrl);
    return runBatch(Entries, ({ ReceiptHandle }) => deleteOne(context, found, ReceiptHandle));
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility = operation<ChangeMessageVisibilityRequest, Record<string, never>>({
  handle: (context, { QueueUrl, ReceiptHandle, VisibilityTimeout }) =>
    changeOne(context, findQueue(context, QueueUrl), ReceiptHandle, VisibilityTimeout),
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export const changeMessageVisibilityBatch = operation<
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult
>({
  handle(context, { QueueUrl, Entries = [] }) {
    const found = findQueue(context, QueueUrl);
    return runBatch(Entries, ({ ReceiptHandle, VisibilityTimeout }) =>
      changeOne(context, found, ReceiptHandle, VisibilityTimeout),
    );
  },
});

/** A message that was received again since is left to who has it now; one that is gone is gone. */
function deleteOne(
  context: OperationContext,
  found: FoundQueue,
  handle: string | undefined,
): Record<string, never> {
  const row = messageOf(found, handle);
  if (row === undefined || row.receiptHandle !== handle) return {};
  if (isFifoQueue(found.queue) && row.visibleAtMs <= context.clock.now())
    throw invalidParameter(
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  found.messages.delete(row.messageId);
  recordQueueMetric(context, found, 'NumberOfMessagesDeleted', 1);
  return {};
}

function changeOne(
  { clock }: OperationContext,
  found: FoundQueue,
  handle: string | undefined,
  seconds: number | undefined,
): Record<string, never> {
  if (seconds === undefined || !(seconds >= 0 && seconds <= 43_200))
    throw invalidParameter(
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.`,
    );
  const row = messageOf(found, handle);
  if (row === undefined || row.receiptHandle !== handle || row.visibleAtMs <= clock.now())
    throw messageNotInflight();
  found.messages.put(row.messageId, { ...row, visibleAtMs: clock.now() + seconds * 1000 });
  return {};
}

function messageOf({ messages }: FoundQueue, handle: string | undefined): MessageRow | undefined {
  const [messageId = '', secret] = Buffer.from(handle ?? '', 'base64')
    .toString('utf8')
    .split(' ');
  if (secret === undefined) throw receiptHandleIsInvalid(handle ?? '');
  return messages.get(messageId);
}
