import type { Tag } from '@aws-sdk/client-s3';
import { invalidTag } from './errors.ts';

/** A tag set that S3 takes. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export function checkedTags(tags: readonly Tag[] | undefined, max: number): Tag[] {
  const list = [...(tags ?? [])];
  if (new Set(list.map(({ Key }) => Key)).size < list.length) {
    throw invalidTag('Cannot provide multiple Tags with the same key');
  }
  if (list.length > max) throw invalidTag(`Object tags cannot be greater than ${max}`);
  for (const { Key: key = '', Value: value = '' } of list) {
    if (key === '' || key.length > 128) throw invalidTag('The TagKey you have provided is invalid');
    if (value.length > 256) throw invalidTag('The TagValue you have provided is invalid');
    if (key.startsWith('aws:')) {
      throw invalidTag('System tags cannot be added/updated by requester');
    }
  }
  return list;
}

/** The header `x-amz-tagging`, written as a query string. */
export function parseTagging(header: string | undefined): Tag[] {
  return [...new URLSearchParams(header ?? '')].map(([Key, Value]) => ({ Key, Value }));
}

export const maxBucketTags = 50;
export const maxObjectTags = 10;
