import type {
  PublishBatchInput,
  PublishBatchRequestEntry,
  PublishBatchResponse,
  PublishInput,
  PublishResponse,
} from '@aws-sdk/client-sns';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import {
  batchTooLong,
  emptyBatch,
  idsNotDistinct,
  invalidBatchEntryId,
  invalidParameter,
  tooManyEntries,
} from '../errors.ts';
import { findTopic } from '../find-topic.ts';
import { storedAttributes } from '../message-attributes.ts';
import { maxMessageBytes, messageSize, publishMessage } from '../publish-message.ts';
import { snsTablesOf } from '../store.ts';

const maxEntries = 10;

/** To a topic; Neargate sends nothing to phones. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const publish = operation<PublishInput, PublishResponse>({
  handle(context, input) {
    const { TopicArn, TargetArn, PhoneNumber } = input;
    if (PhoneNumber !== undefined)
      throw invalidParameter('PhoneNumber Reason: Neargate sends no text messages');
    if (TargetArn?.includes(':endpoint/') === true) refuseEndpoint(context, TargetArn);
    const { messageId, sequenceNumber } = publishMessage(context, findTopic(context, TopicArn ?? TargetArn), {
      body: input.Message,
      subject: input.Subject,
      structure: input.MessageStructure,
      attributes: storedAttributes(input.MessageAttributes),
      groupId: input.MessageGroupId,
      deduplicationId: input.MessageDeduplicationId,
    });
    return { MessageId: messageId, SequenceNumber: sequenceNumber };
  },
});

/** @throws AwsError InvalidParameter always */
function refuseEndpoint(context: OperationContext, arn: string): never {
  const isKnown = snsTablesOf(context).platformEndpoints.has(arn);
  throw invalidParameter(
    isKnown
      ? 'TargetArn Reason: Neargate pushes nothing to devices'
      : 'TargetArn Reason: No endpoint found for the target arn specified',
  );
}

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export const publishBatch = operation<PublishBatchInput, PublishBatchResponse>({
  handle(context, { TopicArn, PublishBatchRequestEntries: entries = [] }) {
    const found = findTopic(context, TopicArn);
    checkBatch(entries);
    const Successful: NonNullable<PublishBatchResponse['Successful']> = [];
    const Failed: NonNullable<PublishBatchResponse['Failed']> = [];
    for (const entry of entries) {
      try {
        const { messageId, sequenceNumber } = publishMessage(context, findTopic(context, found.topic.arn), {
          body: entry.Message,
          subject: entry.Subject,
          structure: entry.MessageStructure,
          attributes: storedAttributes(entry.MessageAttributes),
          groupId: entry.MessageGroupId,
          deduplicationId: entry.MessageDeduplicationId,
        });
        Successful.push({ Id: entry.Id, MessageId: messageId, SequenceNumber: sequenceNumber });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Failed.push({
          Id: entry.Id,
          Code: error.code,
          Message: error.message,
          SenderFault: error.fault === 'client',
        });
      }
    }
    return { Successful, Failed };
  },
});

function checkBatch(entries: readonly PublishBatchRequestEntry[]): void {
  if (entries.length === 0) throw emptyBatch();
  if (entries.length > maxEntries) throw tooManyEntries();
  const ids = entries.map(({ Id = '' }) => Id);
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) throw invalidBatchEntryId();
  if (new Set(ids).size < ids.length) throw idsNotDistinct();
  let size = 0;
  for (const { Message = '', MessageAttributes } of entries)
    size += messageSize(Message, storedAttributes(MessageAttributes));
  if (size > maxMessageBytes) throw batchTooLong();
}
