import type { Message, ReceiveMessageRequest, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { findQueue } from '../find-queue.ts';
import { selectAttributes, wireAttributes } from '../message-attributes.ts';
import { attributesMd5, md5 } from '../message-digest.ts';
import { nextVisibleAtMs, receiveMessages } from '../receive-messages.ts';
import { recordQueueMetric } from '../record-metrics.ts';
import type { MessageRow } from '../store.ts';

/**
 * An empty answer is waited with when the request or the queue says so.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */
export const receiveMessage = operation<ReceiveMessageRequest, ReceiveMessageResult>({
  handle(context, input) {
    const found = findQueue(context, input.QueueUrl);
    const { MaxNumberOfMessages: most = 1, VisibilityTimeout: visibilitySeconds } = input;
    checkRange('MaxNumberOfMessages', most, 1, 10);
    checkRange('VisibilityTimeout', visibilitySeconds ?? 0, 0, 43_200);
    checkRange('WaitTimeSeconds', input.WaitTimeSeconds ?? 0, 0, 20);
    const received = receiveMessages(context, found, { most, visibilitySeconds });
    if (received.length > 0) recordQueueMetric(context, found, 'NumberOfMessagesReceived', received.length);
    return received.length === 0 ? {} : { Messages: received.map((row) => describe(row, input)) };
  },
  longPoll(context, input, output) {
    if (output.Messages !== undefined) return undefined;
    const found = findQueue(context, input.QueueUrl);
    const seconds =
      input.WaitTimeSeconds ?? Number(found.queue.attributes['ReceiveMessageWaitTimeSeconds'] ?? 0);
    const { name, scope } = found.messages;
    return {
      waitMs: seconds * 1000,
      table: name,
      scope,
      nextAtMs: nextVisibleAtMs(found, context.clock.now()),
    };
  },
});

function checkRange(name: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max))
    throw invalidParameter(
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
    );
}

function describe(row: MessageRow, input: ReceiveMessageRequest): Message {
  const attributes = selectAttributes(row.attributes, input.MessageAttributeNames ?? []);
  const wanted: readonly string[] = [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ];
  const system = Object.entries(systemAttributes(row)).filter(
    ([name]) => wanted.includes('All') || wanted.includes(name),
  );
  return {
    MessageId: row.messageId,
    ReceiptHandle: row.receiptHandle,
    MD5OfBody: md5(row.body),
    Body: row.body,
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(attributes).length === 0
      ? {}
      : { MessageAttributes: wireAttributes(attributes), MD5OfMessageAttributes: attributesMd5(attributes) }),
  };
}

function systemAttributes(row: MessageRow): Readonly<Record<string, string>> {
  return {
    ...row.systemAttributes,
    SentTimestamp: String(row.sentAtMs),
    ApproximateReceiveCount: String(row.receiveCount),
    ApproximateFirstReceiveTimestamp: String(row.firstReceivedAtMs ?? row.sentAtMs),
    ...(row.groupId === undefined ? {} : { MessageGroupId: row.groupId }),
    ...(row.deduplicationId === undefined ? {} : { MessageDeduplicationId: row.deduplicationId }),
    ...(row.sequenceNumber === undefined ? {} : { SequenceNumber: row.sequenceNumber }),
  };
}
