import type {
  ListQueueTagsRequest,
  ListQueueTagsResult,
  TagQueueRequest,
  UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { changeQueue, findQueue } from '../find-queue.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html */
const maxTags = 50;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue = operation<TagQueueRequest, Record<string, never>>({
  handle(context, { QueueUrl, Tags = {} }) {
    const found = findQueue(context, QueueUrl);
    const tags = { ...found.queue.tags, ...Tags };
    if (Object.keys(tags).length > maxTags)
      throw invalidParameter(`Too many tags added for queue ${found.queue.queueName}.`);
    changeQueue(context, found, { tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue = operation<UntagQueueRequest, Record<string, never>>({
  handle(context, { QueueUrl, TagKeys = [] }) {
    const found = findQueue(context, QueueUrl);
    const kept = Object.entries(found.queue.tags).filter(([key]) => !TagKeys.includes(key));
    changeQueue(context, found, { tags: Object.fromEntries(kept) });
    return {};
  },
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags = operation<ListQueueTagsRequest, ListQueueTagsResult>({
  handle: (context, { QueueUrl }) => ({ Tags: { ...findQueue(context, QueueUrl).queue.tags } }),
});
