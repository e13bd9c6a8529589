import type {
  ListQueueTagsRequest,
  ListQueueTagsResult,
  TagQueueRequest,
  UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import { operation } from '../../operation.ts';
import { findQueue } from '../find-queue.ts';
import { queuesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue = operation<TagQueueRequest, Record<string, never>>({
  handle(context, { QueueUrl, Tags = {} }) {
    const { queue } = findQueue(context, QueueUrl);
    queuesOf(context).put(queue.queueName, { ...queue, tags: { ...queue.tags, ...Tags } });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue = operation<UntagQueueRequest, Record<string, never>>({
  handle(context, { QueueUrl, TagKeys = [] }) {
    const { queue } = findQueue(context, QueueUrl);
    const tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !TagKeys.includes(key)));
    queuesOf(context).put(queue.queueName, { ...queue, tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags = operation<ListQueueTagsRequest, ListQueueTagsResult>({
  handle: (context, { QueueUrl }) => ({ Tags: { ...findQueue(context, QueueUrl).queue.tags } }),
});
