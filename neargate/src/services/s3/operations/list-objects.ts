import type {
  ListObjectsOutput,
  ListObjectsRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
  _Object,
} from '@aws-sdk/client-s3';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { openBucket } from '../buckets.ts';
import { invalidArgument } from '../errors.ts';
import { ownerOf } from '../grants.ts';
import { compareKeys } from '../key-order.ts';
import { keyEncoder, type Listing, listKeys } from '../listing.ts';
import type { ObjectVersionRow } from '../store.ts';

const maxPageSize = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2 = operation<ListObjectsV2Request, ListObjectsV2Output>({
  handle(context, input) {
    const after =
      input.ContinuationToken === undefined ? input.StartAfter : decodeToken(input.ContinuationToken);
    const { listing, contents, encode } = list(context, input, after);
    const withOwner = input.FetchOwner === true ? contents.map((item) => item.withOwner) : undefined;
    return {
      Name: input.Bucket,
      Prefix: encode(input.Prefix ?? ''),
      Delimiter: input.Delimiter === undefined ? undefined : encode(input.Delimiter),
      MaxKeys: input.MaxKeys ?? maxPageSize,
      EncodingType: input.EncodingType,
      KeyCount: listing.keys.length + listing.commonPrefixes.length,
      IsTruncated: listing.isTruncated,
      ContinuationToken: input.ContinuationToken,
      NextContinuationToken:
        listing.isTruncated && listing.last !== undefined ? encodeToken(listing.last) : undefined,
      StartAfter: input.StartAfter === undefined ? undefined : encode(input.StartAfter),
      Contents: withOwner ?? contents.map((item) => item.object),
      CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    };
  },
});

/** The older form, which pages by key. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects = operation<ListObjectsRequest, ListObjectsOutput>({
  handle(context, input) {
    const { listing, contents, encode } = list(context, input, input.Marker);
    // S3 names the next page only where a client cannot take the last key: with a delimiter.
    const hasNextMarker = listing.isTruncated && input.Delimiter !== undefined && listing.last !== undefined;
    return {
      Name: input.Bucket,
      Prefix: encode(input.Prefix ?? ''),
      Marker: encode(input.Marker ?? ''),
      Delimiter: input.Delimiter === undefined ? undefined : encode(input.Delimiter),
      MaxKeys: input.MaxKeys ?? maxPageSize,
      EncodingType: input.EncodingType,
      IsTruncated: listing.isTruncated,
      NextMarker: hasNextMarker ? encode(listing.last ?? '') : undefined,
      Contents: contents.map((item) => item.withOwner),
      CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    };
  },
});

interface ListedObject {
  readonly object: _Object;
  readonly withOwner: _Object;
}

function list(
  context: OperationContext,
  input: ListObjectsRequest,
  after: string | undefined,
): {
  readonly listing: Listing;
  readonly contents: readonly ListedObject[];
  readonly encode: (text: string) => string;
} {
  if (input.MaxKeys !== undefined && input.MaxKeys < 0) {
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647');
  }
  const { bucket, tables } = openBucket(context, input);
  const keys = [...tables.current.values()]
    .filter(({ content }) => content !== undefined)
    .map(({ key }) => key);
  const listing = listKeys(keys.toSorted(compareKeys), {
    prefix: input.Prefix ?? '',
    delimiter: input.Delimiter,
    after,
    maxKeys: Math.min(input.MaxKeys ?? maxPageSize, maxPageSize),
  });
  const encode = keyEncoder(input.EncodingType);
  const owner = ownerOf(bucket.ownerAccountId);
  const contents = listing.keys
    .map((key) => tables.current.get(key))
    .filter((row) => row !== undefined)
    .map((row) => {
      const object = describe(row, encode);
      return { object, withOwner: { ...object, Owner: owner } };
    });
  return { listing, contents, encode };
}

function describe(
  { key, modifiedAtMs, content }: ObjectVersionRow,
  encode: (text: string) => string,
): _Object {
  return {
    Key: encode(key),
    LastModified: toDate(modifiedAtMs),
    ETag: content?.etag,
    Size: content?.sizeBytes,
    StorageClass: content?.storageClass,
    ...(content?.checksum === undefined
      ? {}
      : { ChecksumAlgorithm: [content.checksum.name], ChecksumType: content.checksum.type }),
  };
}

function encodeToken(last: string): string {
  return Buffer.from(last, 'utf8').toString('base64');
}

function decodeToken(token: string): string {
  const last = Buffer.from(token, 'base64').toString('utf8');
  if (encodeToken(last) !== token) throw invalidArgument('The continuation token provided is incorrect');
  return last;
}
