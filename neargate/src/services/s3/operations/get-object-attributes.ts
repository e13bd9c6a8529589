import type { GetObjectAttributesOutput, GetObjectAttributesRequest } from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { openBucket } from '../buckets.ts';
import { checksumMember } from '../checksums.ts';
import { findObject, shownVersionId } from '../versions.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const getObjectAttributes = operation<GetObjectAttributesRequest, GetObjectAttributesOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const row = findObject(tables, input);
    const { content } = row;
    const { checksum, partSizes } = content;
    const wanted = new Set<string>(input.ObjectAttributes);
    return {
      LastModified: toDate(row.modifiedAtMs),
      VersionId: shownVersionId(bucket, row),
      ...(wanted.has('ETag') ? { ETag: content.etag.replaceAll('"', '') } : {}),
      ...(wanted.has('Checksum') && checksum !== undefined
        ? { Checksum: { ...checksumMember(checksum.name, checksum.value), ChecksumType: checksum.type } }
        : {}),
      ...(wanted.has('ObjectParts') && partSizes !== undefined
        ? { ObjectParts: { TotalPartsCount: partSizes.length } }
        : {}),
      ...(wanted.has('StorageClass') ? { StorageClass: content.storageClass } : {}),
      ...(wanted.has('ObjectSize') ? { ObjectSize: content.sizeBytes } : {}),
    };
  },
});
