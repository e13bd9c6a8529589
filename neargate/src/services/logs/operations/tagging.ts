import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../operation.ts';
import { findGroup } from '../groups.ts';
import { logsTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>({
  handle: (context, { resourceArn }) => ({ tags: { ...findGroup(context, resourceArn).tags } }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, Record<string, never>>({
  handle(context, { resourceArn, tags }) {
    const row = findGroup(context, resourceArn);
    logsTablesOf(context).groups.put(row.logGroupName, { ...row, tags: { ...row.tags, ...tags } });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, Record<string, never>>({
  handle(context, { resourceArn, tagKeys = [] }) {
    const row = findGroup(context, resourceArn);
    const tags = Object.fromEntries(Object.entries(row.tags).filter(([key]) => !tagKeys.includes(key)));
    logsTablesOf(context).groups.put(row.logGroupName, { ...row, tags });
    return {};
  },
});
