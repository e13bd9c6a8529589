import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-sns';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { resourceNotFound } from '../errors.ts';
import { findTopic, type FoundTopic } from '../find-topic.ts';
import { changedTags, tagRecord } from '../tags.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, Record<string, never>>({
  handle(context, { ResourceArn, Tags = [] }) {
    const { topic, tables } = taggedTopic(context, ResourceArn);
    tables.topics.put(topic.arn, { ...topic, tags: changedTags(topic.tags, tagRecord(Tags)) });
    return {};
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, Record<string, never>>({
  handle(context, { ResourceArn, TagKeys = [] }) {
    const { topic, tables } = taggedTopic(context, ResourceArn);
    const kept = Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key));
    tables.topics.put(topic.arn, { ...topic, tags: Object.fromEntries(kept) });
    return {};
  },
});

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle: (context, { ResourceArn }) => ({
    Tags: Object.entries(taggedTopic(context, ResourceArn).topic.tags).map(([Key, Value]) => ({
      Key,
      Value,
    })),
  }),
});

/** Tagging has an error of its own for what is not there. */
function taggedTopic(context: OperationContext, arn: string | undefined): FoundTopic {
  try {
    return findTopic(context, arn, 'ResourceArn');
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NotFound') throw resourceNotFound();
    throw error;
  }
}
