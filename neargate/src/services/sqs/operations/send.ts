import type {
  SendMessageBatchRequest,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { runBatch } from '../batch.ts';
import { type FoundQueue, findQueue } from '../find-queue.ts';
import { storedAttributes } from '../message-attributes.ts';
import { attributesMd5, md5 } from '../message-digest.ts';
import { sendMessage as send } from '../send-message.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage = operation<SendMessageRequest, SendMessageResult>({
  handle: (context, input) => sendOne(context, findQueue(context, input.QueueUrl), input),
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const sendMessageBatch = operation<SendMessageBatchRequest, SendMessageBatchResult>({
  handle(context, { QueueUrl, Entries = [] }) {
    const found = findQueue(context, QueueUrl);
    return runBatch(Entries, (entry) => {
      const sent = sendOne(context, found, entry);
      return { ...sent, MessageId: sent.MessageId, MD5OfMessageBody: sent.MD5OfMessageBody };
    });
  },
});

function sendOne(
  context: OperationContext,
  found: FoundQueue,
  input: Omit<SendMessageRequest, 'QueueUrl'>,
): SendMessageResult {
  const attributes = storedAttributes(input.MessageAttributes);
  const trace = input.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  const { messageId, sequenceNumber } = send(context, found, {
    body: input.MessageBody,
    attributes,
    systemAttributes: {
      SenderId: context.caller.accountId,
      ...(trace === undefined ? {} : { AWSTraceHeader: trace }),
    },
    delaySeconds: input.DelaySeconds,
    groupId: input.MessageGroupId,
    deduplicationId: input.MessageDeduplicationId,
  });
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5(input.MessageBody ?? ''),
    MD5OfMessageAttributes: attributesMd5(attributes),
    SequenceNumber: sequenceNumber,
  };
}
