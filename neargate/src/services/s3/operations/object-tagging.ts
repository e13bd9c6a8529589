import type {
  DeleteObjectTaggingOutput,
  DeleteObjectTaggingRequest,
  GetObjectTaggingOutput,
  GetObjectTaggingRequest,
  PutObjectTaggingOutput,
  PutObjectTaggingRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { openBucket } from '../buckets.ts';
import { checkedTags, maxObjectTags } from '../tags.ts';
import { findObject, shownVersionId, updateContent } from '../versions.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging = operation<PutObjectTaggingRequest, PutObjectTaggingOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const row = findObject(tables, input);
    updateContent(tables, row, { tags: checkedTags(input.Tagging?.TagSet, maxObjectTags) });
    return { VersionId: shownVersionId(bucket, row) };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging = operation<GetObjectTaggingRequest, GetObjectTaggingOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const row = findObject(tables, input);
    return { VersionId: shownVersionId(bucket, row), TagSet: [...row.content.tags] };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging = operation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const row = findObject(tables, input);
    updateContent(tables, row, { tags: [] });
    return { VersionId: shownVersionId(bucket, row) };
  },
});
