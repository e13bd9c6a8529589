import type {
  AbortMultipartUploadOutput,
  AbortMultipartUploadRequest,
  CreateMultipartUploadOutput,
  CreateMultipartUploadRequest,
  UploadPartCopyOutput,
  UploadPartCopyRequest,
  UploadPartOutput,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { noBytes, type WithBytes } from '../bodies.ts';
import { openBucket } from '../buckets.ts';
import { checksumMember, checksumNamed } from '../checksums.ts';
import { findCopySource } from '../copy-source.ts';
import { checkedKey, describeEncryption, descriptionOf } from '../description.ts';
import { readContent } from '../object-bytes.ts';
import { parseRange } from '../ranges.ts';
import { findUpload, forgetUpload, putPart } from '../uploads.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload = operation<CreateMultipartUploadRequest, CreateMultipartUploadOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const key = checkedKey(input.Key);
    const name = checksumNamed(input.ChecksumAlgorithm);
    const type = input.ChecksumType ?? (name === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
    const description = descriptionOf(context, bucket, input);
    const uploadId = context.ids.alphanumeric(64);
    tables.uploads.put(uploadId, {
      uploadId,
      key,
      initiatedAtMs: context.clock.now(),
      description,
      checksum: name && { name, type },
    });
    return {
      Bucket: bucket.name,
      Key: key,
      UploadId: uploadId,
      ChecksumAlgorithm: name,
      ChecksumType: name && type,
      ...describeEncryption(description),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart = operation<WithBytes<UploadPartRequest>, UploadPartOutput>({
  handle(context, input) {
    const { tables } = openBucket(context, input);
    const upload = findUpload(tables, input);
    const { etag, checksum } = putPart(context, tables, upload, {
      partNumber: input.PartNumber ?? 0,
      body: input.Body ?? noBytes,
      request: input,
    });
    return {
      ETag: etag,
      ...describeEncryption(upload.description),
      ...(checksum === undefined ? {} : checksumMember(checksum.name, checksum.value)),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy = operation<UploadPartCopyRequest, UploadPartCopyOutput>({
  handle(context, input) {
    const { tables } = openBucket(context, input);
    const upload = findUpload(tables, input);
    const source = findCopySource(context, input);
    const bytes = readContent(context, source.row.content);
    const range = parseRange(input.CopySourceRange, bytes.length);
    const body = range === undefined ? bytes : bytes.subarray(range.start, range.end + 1);
    const partNumber = input.PartNumber ?? 0;
    const { etag, checksum } = putPart(context, tables, upload, { partNumber, body, request: {} });
    return {
      CopySourceVersionId: source.versionId,
      CopyPartResult: {
        ETag: etag,
        LastModified: toDate(context.clock.now()),
        ...(checksum === undefined ? {} : checksumMember(checksum.name, checksum.value)),
      },
      ...describeEncryption(upload.description),
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload = operation<AbortMultipartUploadRequest, AbortMultipartUploadOutput>({
  handle(context, input) {
    const { tables } = openBucket(context, input);
    forgetUpload(tables, findUpload(tables, input));
    return {};
  },
});
