import type {
  ListMultipartUploadsOutput,
  ListMultipartUploadsRequest,
  ListPartsOutput,
  ListPartsRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { openBucket } from '../buckets.ts';
import { checksumMember } from '../checksums.ts';
import { ownerOf } from '../grants.ts';
import { compareKeys } from '../key-order.ts';
import { commonPrefixOf, keyEncoder } from '../listing.ts';
import { findUpload, partsOf } from '../uploads.ts';

const maxPageSize = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts = operation<ListPartsRequest, ListPartsOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const upload = findUpload(tables, input);
    const maxParts = Math.min(input.MaxParts ?? maxPageSize, maxPageSize);
    const after = Number(input.PartNumberMarker ?? 0);
    const rest = partsOf(tables, upload).filter(({ partNumber }) => partNumber > after);
    const page = rest.slice(0, maxParts);
    const owner = ownerOf(bucket.ownerAccountId);
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      PartNumberMarker: String(after),
      NextPartNumberMarker: page.length < rest.length ? String(page.at(-1)?.partNumber ?? after) : undefined,
      MaxParts: maxParts,
      IsTruncated: page.length < rest.length,
      Parts: page.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: toDate(part.modifiedAtMs),
        ETag: part.etag,
        Size: part.sizeBytes,
        ...(upload.checksum === undefined || part.checksum === undefined
          ? {}
          : checksumMember(upload.checksum.name, part.checksum)),
      })),
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.description.storageClass,
      ChecksumAlgorithm: upload.checksum?.name,
      ChecksumType: upload.checksum?.type,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads = operation<ListMultipartUploadsRequest, ListMultipartUploadsOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const encode = keyEncoder(input.EncodingType);
    const prefix = input.Prefix ?? '';
    const maxUploads = Math.min(input.MaxUploads ?? maxPageSize, maxPageSize);
    const { KeyMarker: keyMarker, UploadIdMarker: idMarker = '' } = input;
    const matching = [...tables.uploads.values()]
      .filter(({ key }) => key.startsWith(prefix))
      .toSorted(
        (left, right) => compareKeys(left.key, right.key) || compareKeys(left.uploadId, right.uploadId),
      );
    const rest = matching.filter(({ key, uploadId }) => {
      if (keyMarker === undefined) return true;
      const order = compareKeys(key, keyMarker);
      return order > 0 || (order === 0 && idMarker !== '' && compareKeys(uploadId, idMarker) > 0);
    });
    const rolledUp = (key: string) => commonPrefixOf(key, prefix, input.Delimiter);
    const single = rest.filter(({ key }) => rolledUp(key) === undefined);
    const page = single.slice(0, maxUploads);
    const last = page.length < single.length ? page.at(-1) : undefined;
    const prefixes = new Set(rest.map(({ key }) => rolledUp(key)).filter((rolled) => rolled !== undefined));
    const owner = ownerOf(bucket.ownerAccountId);
    return {
      Bucket: bucket.name,
      KeyMarker: encode(keyMarker ?? ''),
      UploadIdMarker: idMarker,
      NextKeyMarker: last && encode(last.key),
      NextUploadIdMarker: last?.uploadId,
      Prefix: encode(prefix),
      Delimiter: input.Delimiter === undefined ? undefined : encode(input.Delimiter),
      MaxUploads: maxUploads,
      EncodingType: input.EncodingType,
      IsTruncated: last !== undefined,
      Uploads: page.map((upload) => ({
        UploadId: upload.uploadId,
        Key: encode(upload.key),
        Initiated: toDate(upload.initiatedAtMs),
        StorageClass: upload.description.storageClass,
        Owner: owner,
        Initiator: owner,
        ChecksumAlgorithm: upload.checksum?.name,
        ChecksumType: upload.checksum?.type,
      })),
      CommonPrefixes: [...prefixes].map((rolled) => ({ Prefix: encode(rolled) })),
    };
  },
});
