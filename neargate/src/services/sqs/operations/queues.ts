import type {
  CreateQueueRequest,
  CreateQueueResult,
  DeleteQueueRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult,
  ListQueuesRequest,
  ListQueuesResult,
  PurgeQueueRequest,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { formatArn } from '../../../core/arn.ts';
import { operation } from '../../operation.ts';
import { paginate, paginateByKey } from '../../pagination.ts';
import { invalidParameter, purgeInProgress, queueDoesNotExist, queueNameExists } from '../errors.ts';
import { changeQueue, findQueue, queueUrl } from '../find-queue.ts';
import { changedAttributes, newQueueAttributes } from '../queue-attributes.ts';
import { describeAttributes } from '../describe-attributes.ts';
import { isFifoQueue, redriveOf, requireDeadLetterQueue } from '../redrive.ts';
import { queues, queuesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
const purgeIntervalMs = 60_000;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const createQueue = operation<CreateQueueRequest, CreateQueueResult>({
  handle(context, { QueueName: queueName = '', Attributes = {}, tags = {} }) {
    const given = Attributes as Record<string, string>;
    const isFifo = given['FifoQueue'] === 'true';
    if (!/^[\w-]{1,80}$/.test(isFifo ? queueName.replace(/\.fifo$/, '') : queueName) || queueName.length > 80)
      throw invalidParameter(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    if (isFifo && !queueName.endsWith('.fifo'))
      throw invalidParameter(
        'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
      );
    const table = queuesOf(context);
    const known = table.get(queueName);
    if (known !== undefined) {
      const differing = Object.keys(given).find((name) => known.attributes[name] !== given[name]);
      if (differing !== undefined) throw queueNameExists(differing);
      return { QueueUrl: queueUrl(context, queueName) };
    }
    const nowMs = context.clock.now();
    const { partition, accountId, region } = context.caller;
    const arn = formatArn({ partition, service: 'sqs', region, accountId, resource: queueName });
    const attributes = newQueueAttributes(given, isFifo);
    if (given['RedrivePolicy'] !== undefined && given['RedrivePolicy'] !== '')
      requireDeadLetterQueue(context.store, { arn, isFifo }, given['RedrivePolicy']);
    table.put(queueName, {
      queueName,
      arn,
      createdAtMs: nowMs,
      changedAtMs: nowMs,
      attributes,
      tags,
      lastSequence: 0,
    });
    return { QueueUrl: queueUrl(context, queueName) };
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export const deleteQueue = operation<DeleteQueueRequest, Record<string, never>>({
  handle(context, { QueueUrl }) {
    const { queue, scope, messages, deduplications } = findQueue(context, QueueUrl);
    for (const table of [messages, deduplications]) for (const key of table.keys()) table.delete(key);
    queues(context.store, scope).delete(queue.queueName);
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl = operation<GetQueueUrlRequest, GetQueueUrlResult>({
  handle(context, { QueueName = '', QueueOwnerAWSAccountId: accountId = context.caller.accountId }) {
    const owner = { ...context, caller: { ...context.caller, accountId } };
    if (!queuesOf(owner).has(QueueName)) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(owner, QueueName) };
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues = operation<ListQueuesRequest, ListQueuesResult>({
  handle(context, { QueueNamePrefix: prefix = '', MaxResults, NextToken }) {
    const names = [...queuesOf(context).keys()].filter((name) => name.startsWith(prefix));
    const page = paginateByKey(
      names,
      (name) => name,
      { token: NextToken, limit: MaxResults ?? 1000 },
      () => invalidParameter('Invalid or expired next token.'),
    );
    return {
      QueueUrls: page.items.map((name) => queueUrl(context, name)),
      ...(page.nextToken === undefined || MaxResults === undefined ? {} : { NextToken: page.nextToken }),
    };
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes = operation<GetQueueAttributesRequest, GetQueueAttributesResult>({
  handle(context, { QueueUrl, AttributeNames = [] }) {
    return {
      Attributes: describeAttributes(findQueue(context, QueueUrl), AttributeNames, context.clock.now()),
    };
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes = operation<SetQueueAttributesRequest, Record<string, never>>({
  handle(context, { QueueUrl, Attributes = {} }) {
    const found = findQueue(context, QueueUrl);
    const { queue } = found;
    const given = Attributes as Record<string, string>;
    const isFifo = isFifoQueue(queue);
    const attributes = changedAttributes(queue.attributes, given, isFifo);
    if (given['RedrivePolicy'] !== undefined && given['RedrivePolicy'] !== '')
      requireDeadLetterQueue(context.store, { arn: queue.arn, isFifo }, given['RedrivePolicy']);
    changeQueue(context, found, { attributes, changedAtMs: context.clock.now() });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue = operation<PurgeQueueRequest, Record<string, never>>({
  handle(context, { QueueUrl }) {
    const found = findQueue(context, QueueUrl);
    const { queue, messages } = found;
    const nowMs = context.clock.now();
    if (queue.purgedAtMs !== undefined && nowMs - queue.purgedAtMs < purgeIntervalMs)
      throw purgeInProgress(queue.queueName);
    for (const key of messages.keys()) messages.delete(key);
    changeQueue(context, found, { purgedAtMs: nowMs });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export const listDeadLetterSourceQueues = operation<
  ListDeadLetterSourceQueuesRequest,
  ListDeadLetterSourceQueuesResult
>({
  handle(context, { QueueUrl, MaxResults, NextToken }) {
    const { queue, scope } = findQueue(context, QueueUrl);
    const sources = [...queues(context.store, scope).values()].filter(
      ({ attributes }) => redriveOf(attributes['RedrivePolicy'])?.deadLetterTargetArn === queue.arn,
    );
    const page = paginate(
      sources.map(({ queueName }) => queueUrl(context, queueName)),
      (url) => url,
      { token: NextToken, limit: MaxResults ?? 1000 },
      () => invalidParameter('Invalid or expired next token.'),
    );
    return {
      queueUrls: page.items,
      ...(page.nextToken === undefined || MaxResults === undefined ? {} : { NextToken: page.nextToken }),
    };
  },
});
