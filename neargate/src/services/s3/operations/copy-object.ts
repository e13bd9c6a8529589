import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { openBucket } from '../buckets.ts';
import { checksumMember, checksumNamed, checksumOf } from '../checksums.ts';
import { checkWriteConditions } from '../conditions.ts';
import { findCopySource } from '../copy-source.ts';
import { checkedKey, describeEncryption, descriptionOf } from '../description.ts';
import { invalidRequest } from '../errors.ts';
import { readContent } from '../object-bytes.ts';
import { tellObjectCreated } from '../object-events.ts';
import type { ObjectContent } from '../store.ts';
import { putVersion, shownVersionId } from '../versions.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject = operation<CopyObjectRequest, CopyObjectOutput>({
  handle(context, input) {
    const source = findCopySource(context, input);
    const { bucket, tables } = openBucket(context, input);
    const key = checkedKey(input.Key);
    const isReplaced = input.MetadataDirective === 'REPLACE';
    const isItself = source.bucketName === bucket.name && source.row.key === key;
    if (isItself && !isReplaced && !changesItself(input)) {
      throw invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const before = tables.current.get(key)?.content;
    checkWriteConditions({ ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch }, before?.etag);
    const original = source.row.content;
    const description = descriptionOf(context, bucket, input);
    const content: ObjectContent = {
      ...description,
      ...(isReplaced ? {} : copiedDescription(original)),
      tags: input.TaggingDirective === 'REPLACE' ? description.tags : original.tags,
      blobDigest: original.blobDigest,
      sizeBytes: original.sizeBytes,
      etag: original.etag,
      checksum: original.checksum,
    };
    const name = checksumNamed(input.ChecksumAlgorithm);
    const checksum =
      name === undefined
        ? original.checksum
        : { name, value: checksumOf(name, readContent(context, original)), type: 'FULL_OBJECT' as const };
    const row = putVersion(context, bucket, tables, { key, content: { ...content, checksum } });
    tellObjectCreated(context, bucket, row, 'CopyObject');
    return {
      CopyObjectResult: {
        ETag: content.etag,
        LastModified: toDate(row.modifiedAtMs),
        ...(checksum === undefined
          ? {}
          : { ...checksumMember(checksum.name, checksum.value), ChecksumType: checksum.type }),
      },
      CopySourceVersionId: source.versionId,
      VersionId: shownVersionId(bucket, row),
      ...describeEncryption(content),
    };
  },
});

/** What a copy takes from its source unless it replaces it: the storage class, ACL and encryption are never copied. */
function copiedDescription(original: ObjectContent) {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage } = original;
  const { expiresMs, metadata } = original;
  return {
    contentType,
    cacheControl,
    contentDisposition,
    contentEncoding,
    contentLanguage,
    expiresMs,
    metadata,
  };
}

function changesItself(input: CopyObjectRequest): boolean {
  return (
    input.StorageClass !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    input.ServerSideEncryption !== undefined ||
    input.TaggingDirective === 'REPLACE'
  );
}
