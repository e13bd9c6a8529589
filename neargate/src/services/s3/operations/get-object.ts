import type {
  GetObjectOutput,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import type { WithBytes } from '../bodies.ts';
import { openBucket } from '../buckets.ts';
import { checkReadConditions } from '../conditions.ts';
import { describeContent, refuseCustomerKeys } from '../description.ts';
import { headNotFound, invalidPartNumber } from '../errors.ts';
import { readContent } from '../object-bytes.ts';
import { type ByteRange, parseRange } from '../ranges.ts';
import type { ObjectContent } from '../store.ts';
import { findObject, shownVersionId } from '../versions.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject = operation<GetObjectRequest, WithBytes<GetObjectOutput>>({
  handle(context, input) {
    const { answer, content, range } = read(context, input);
    const bytes = readContent(context, content);
    const body = range === undefined ? bytes : bytes.subarray(range.start, range.end + 1);
    return {
      ...answer,
      Body: body,
      CacheControl: input.ResponseCacheControl ?? answer.CacheControl,
      ContentDisposition: input.ResponseContentDisposition ?? answer.ContentDisposition,
      ContentEncoding: input.ResponseContentEncoding ?? answer.ContentEncoding,
      ContentLanguage: input.ResponseContentLanguage ?? answer.ContentLanguage,
      ContentType: input.ResponseContentType ?? answer.ContentType,
      Expires: input.ResponseExpires ?? answer.Expires,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject = operation<HeadObjectRequest, HeadObjectOutput>({
  handle(context, input) {
    try {
      return read(context, input).answer;
    } catch (error) {
      if (error instanceof AwsError && error.status === 404) throw headNotFound();
      throw error;
    }
  },
});

function read(context: OperationContext, input: GetObjectRequest) {
  refuseCustomerKeys(input);
  const { bucket, tables } = openBucket(context, input);
  const row = findObject(tables, input);
  const { content, modifiedAtMs } = row;
  checkReadConditions(
    {
      ifMatch: input.IfMatch,
      ifNoneMatch: input.IfNoneMatch,
      ifModifiedSince: input.IfModifiedSince,
      ifUnmodifiedSince: input.IfUnmodifiedSince,
    },
    { etag: content.etag, modifiedAtMs },
  );
  const range =
    input.PartNumber === undefined
      ? parseRange(input.Range, content.sizeBytes)
      : rangeOfPart(content, input.PartNumber);
  const answer: HeadObjectOutput = {
    // The checksum is of the whole: with a part it would look wrong to a client that verifies what it gets.
    ...describeContent(content, modifiedAtMs, range === undefined ? input : {}),
    VersionId: shownVersionId(bucket, row),
    PartsCount: input.PartNumber === undefined ? undefined : content.partSizes?.length,
    ...(range === undefined
      ? {}
      : {
          ContentLength: range.end - range.start + 1,
          ContentRange: `bytes ${range.start}-${range.end}/${content.sizeBytes}`,
        }),
  };
  return { answer, content, range };
}

/** Where a part of a multipart upload is; an object put at once is its own only part. */
function rangeOfPart(content: ObjectContent, partNumber: number): ByteRange | undefined {
  const sizes = content.partSizes ?? [content.sizeBytes];
  const size = sizes[partNumber - 1];
  if (size === undefined) throw invalidPartNumber();
  if (size === 0) return undefined;
  const start = sizes.slice(0, partNumber - 1).reduce((sum, length) => sum + length, 0);
  return { start, end: start + size - 1 };
}
