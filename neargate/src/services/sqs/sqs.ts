import { policyEffect } from '../iam/authorization/policy-effect.ts';
import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './operations/in-flight.ts';
import * as moveTasks from './operations/move-tasks.ts';
import { addPermission, removePermission } from './operations/permissions.ts';
import * as queues from './operations/queues.ts';
import { receiveMessage } from './operations/receive.ts';
import { sendMessage, sendMessageBatch } from './operations/send.ts';
import { listQueueTags, tagQueue, untagQueue } from './operations/tagging.ts';
import { sqsRefusal } from './refusal.ts';

/** Amazon Simple Queue Service. Queues are real; nothing is encrypted. */
export const sqs = {
  signingName: 'sqs',
  protocol: 'json',
  olderProtocol: 'query',
  queryCompatible: true,
  pathMember: 'QueueUrl',
  targetPrefix: 'AmazonSQS',
  jsonVersion: '1.0',
  apiVersion: '2012-11-05',
  xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
  validationErrorCode: 'InvalidParameterValue',
  constraints,
  refusal: sqsRefusal,
  operations: {
    AddPermission: addPermission,
    CancelMessageMoveTask: moveTasks.cancelMessageMoveTask,
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    CreateQueue: queues.createQueue,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteQueue: queues.deleteQueue,
    GetQueueAttributes: queues.getQueueAttributes,
    GetQueueUrl: queues.getQueueUrl,
    ListDeadLetterSourceQueues: queues.listDeadLetterSourceQueues,
    ListMessageMoveTasks: moveTasks.listMessageMoveTasks,
    ListQueues: queues.listQueues,
    ListQueueTags: listQueueTags,
    PurgeQueue: queues.purgeQueue,
    ReceiveMessage: receiveMessage,
    RemovePermission: removePermission,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    SetQueueAttributes: queues.setQueueAttributes,
    StartMessageMoveTask: moveTasks.startMessageMoveTask,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  },
  stored: {
    AddPermission: policyEffect,
  },
} satisfies ServiceDefinition;
