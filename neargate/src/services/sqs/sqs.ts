import type { ServiceDefinition } from '../operation.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './operations/in-flight.ts';
import * as queues from './operations/queues.ts';
import { receiveMessage } from './operations/receive.ts';
import { sendMessage, sendMessageBatch } from './operations/send.ts';
import { listQueueTags, tagQueue, untagQueue } from './operations/tagging.ts';

/** Amazon Simple Queue Service. Queues are real; who may use them is not evaluated, nothing is encrypted. */
export const sqs = {
  signingName: 'sqs',
  protocol: 'json',
  targetPrefix: 'AmazonSQS',
  jsonVersion: '1.0',
  apiVersion: '2012-11-05',
  validationErrorCode: 'InvalidParameterValue',
  operations: {
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    CreateQueue: queues.createQueue,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteQueue: queues.deleteQueue,
    GetQueueAttributes: queues.getQueueAttributes,
    GetQueueUrl: queues.getQueueUrl,
    ListDeadLetterSourceQueues: queues.listDeadLetterSourceQueues,
    ListQueues: queues.listQueues,
    ListQueueTags: listQueueTags,
    PurgeQueue: queues.purgeQueue,
    ReceiveMessage: receiveMessage,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    SetQueueAttributes: queues.setQueueAttributes,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  },
} satisfies ServiceDefinition;
