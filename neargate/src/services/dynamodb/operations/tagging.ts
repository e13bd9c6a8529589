import type {
  ListTagsOfResourceInput,
  ListTagsOfResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-dynamodb';
import { operation } from '../../operation.ts';
import { findTable } from '../find-table.ts';
import { dynamodbTablesOf } from '../store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceInput, Record<string, never>>({
  handle(context, { ResourceArn, Tags = [] }) {
    const row = findTable(context, ResourceArn);
    const keys = new Set(Tags.map(({ Key }) => Key));
    const tags = [...row.tags.filter(({ Key }) => !keys.has(Key)), ...Tags];
    dynamodbTablesOf(context).put(row.name, { ...row, tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceInput, Record<string, never>>({
  handle(context, { ResourceArn, TagKeys = [] }) {
    const row = findTable(context, ResourceArn);
    const tags = row.tags.filter(({ Key = '' }) => !TagKeys.includes(Key));
    dynamodbTablesOf(context).put(row.name, { ...row, tags });
    return {};
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
export const listTagsOfResource = operation<ListTagsOfResourceInput, ListTagsOfResourceOutput>({
  handle: (context, { ResourceArn }) => ({ Tags: [...findTable(context, ResourceArn).tags] }),
});
