import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { noBytes, type WithBytes } from '../bodies.ts';
import { openBucket } from '../buckets.ts';
import { checksumMember, etagOf, verifiedChecksum } from '../checksums.ts';
import { checkWriteConditions } from '../conditions.ts';
import { checkedKey, describeEncryption, descriptionOf } from '../description.ts';
import { tellObjectCreated } from '../object-events.ts';
import { putVersion, shownVersionId } from '../versions.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject = operation<WithBytes<PutObjectRequest>, PutObjectOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const key = checkedKey(input.Key);
    const body = input.Body ?? noBytes;
    const description = descriptionOf(context, bucket, input);
    const checksum = verifiedChecksum(body, input);
    const { content: before } = tables.current.get(key) ?? {};
    checkWriteConditions({ ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch }, before?.etag);
    const content = {
      ...description,
      blobDigest: context.blobs.put(body),
      sizeBytes: body.length,
      etag: etagOf(body),
      checksum: checksum && { ...checksum, type: 'FULL_OBJECT' as const },
    };
    const row = putVersion(context, bucket, tables, { key, content });
    tellObjectCreated(context, bucket, row, 'PutObject');
    return {
      ETag: content.etag,
      VersionId: shownVersionId(bucket, row),
      ...describeEncryption(description),
      ...(checksum === undefined
        ? {}
        : { ...checksumMember(checksum.name, checksum.value), ChecksumType: 'FULL_OBJECT' as const }),
    };
  },
});
