import type {
  CompletedPart,
  CompleteMultipartUploadOutput,
  CompleteMultipartUploadRequest,
} from '@aws-sdk/client-s3';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { openBucket } from '../buckets.ts';
import { checksumMember, checksumOf, compositeChecksum, compositeEtag, givenChecksum } from '../checksums.ts';
import { checkWriteConditions } from '../conditions.ts';
import { describeEncryption } from '../description.ts';
import { badDigest, entityTooSmall, invalidPart, invalidPartOrder, malformedXml } from '../errors.ts';
import { tellObjectCreated } from '../object-events.ts';
import { type BucketTables, type Checksum, partKey, type PartRow, type UploadRow } from '../store.ts';
import { findUpload, forgetUpload } from '../uploads.ts';
import { putVersion, shownVersionId } from '../versions.ts';

/** Of every part but the last. */
const minPartBytes = 5 * 1024 * 1024;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload = operation<
  CompleteMultipartUploadRequest,
  CompleteMultipartUploadOutput
>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const upload = findUpload(tables, input);
    const parts = chosenParts(tables, upload, input.MultipartUpload?.Parts);
    const { content: before } = tables.current.get(upload.key) ?? {};
    checkWriteConditions({ ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch }, before?.etag);
    const bytes = Buffer.concat(parts.map((part) => bytesOf(context, part)));
    const checksum = checksumOfUpload(upload, parts, bytes, input);
    const etag = compositeEtag(parts.map((part) => part.etag));
    const content = {
      ...upload.description,
      blobDigest: context.blobs.put(bytes),
      sizeBytes: bytes.length,
      etag,
      checksum,
      partSizes: parts.map(({ sizeBytes }) => sizeBytes),
    };
    const row = putVersion(context, bucket, tables, { key: upload.key, content });
    tellObjectCreated(context, bucket, row, 'CompleteMultipartUpload');
    forgetUpload(tables, upload);
    return {
      Location: `${context.gatewayUrl}/${bucket.name}/${encodeURI(upload.key)}`,
      Bucket: bucket.name,
      Key: upload.key,
      ETag: etag,
      VersionId: shownVersionId(bucket, row),
      ...describeEncryption(upload.description),
      ...(checksum === undefined
        ? {}
        : { ...checksumMember(checksum.name, checksum.value), ChecksumType: checksum.type }),
    };
  },
});

/** The parts that the request names, which must be there as it says, in order, and large enough. */
function chosenParts(
  tables: BucketTables,
  upload: UploadRow,
  chosen: readonly CompletedPart[] | undefined,
): PartRow[] {
  if (chosen === undefined || chosen.length === 0) throw malformedXml();
  const parts = chosen.map(({ PartNumber: partNumber = 0, ETag: etag = '', ...given }, index) => {
    if (index > 0 && partNumber <= (chosen[index - 1]?.PartNumber ?? 0)) throw invalidPartOrder();
    const part = tables.parts.get(partKey(upload.uploadId, partNumber));
    if (part === undefined || part.etag.replaceAll('"', '') !== etag.replaceAll('"', '')) throw invalidPart();
    const checksum = givenChecksum(given);
    if (checksum !== undefined && part.checksum !== undefined && checksum.value !== part.checksum) {
      throw invalidPart();
    }
    return part;
  });
  if (parts.slice(0, -1).some(({ sizeBytes }) => sizeBytes < minPartBytes)) throw entityTooSmall();
  return parts;
}

function checksumOfUpload(
  { checksum: wanted }: UploadRow,
  parts: readonly PartRow[],
  bytes: Uint8Array,
  request: CompleteMultipartUploadRequest,
): Checksum | undefined {
  if (wanted === undefined) return undefined;
  const { name, type } = wanted;
  const value =
    type === 'FULL_OBJECT'
      ? checksumOf(name, bytes)
      : compositeChecksum(
          name,
          parts.map((part) => part.checksum ?? ''),
        );
  const given = givenChecksum(request);
  if (given?.name === name && given.value !== value) throw badDigest(name);
  return { name, value, type };
}

function bytesOf({ blobs }: OperationContext, part: PartRow): Uint8Array {
  const bytes = blobs.get(part.blobDigest);
  if (bytes === undefined) throw new Error(`blob ${part.blobDigest} is missing`);
  return bytes;
}
