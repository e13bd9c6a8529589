import type {
  ListResourceTagsRequest,
  ListResourceTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-kms';
import { operation } from '../../operation.ts';
import { findChangeableKey, findKey } from '../find-key.ts';
import { pageOf } from '../paging.ts';
import { kmsTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceRequest, Record<string, never>>({
  handle(context, input) {
    const row = findChangeableKey(context, input.KeyId);
    kmsTablesOf(context).keys.put(row.keyId, { ...row, tags: mergeTags(row.tags, input.Tags) });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceRequest, Record<string, never>>({
  handle(context, { KeyId: keyId, TagKeys: keys = [] }) {
    const row = findChangeableKey(context, keyId);
    const tags = row.tags.filter(({ key }) => !keys.includes(key));
    kmsTablesOf(context).keys.put(row.keyId, { ...row, tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export const listResourceTags = operation<ListResourceTagsRequest, ListResourceTagsResponse>({
  handle(context, input) {
    const { tags } = findKey(context, input.KeyId);
    const { items, paging } = pageOf(tags, ({ key }) => key, input);
    return { Tags: items.map(({ key, value }) => ({ TagKey: key, TagValue: value })), ...paging };
  },
});
