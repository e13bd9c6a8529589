import type {
  DeleteMarkerEntry,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
  ObjectVersion,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { toDate } from '../../timestamps.ts';
import { openBucket } from '../buckets.ts';
import { ownerOf } from '../grants.ts';
import { compareKeys } from '../key-order.ts';
import { commonPrefixOf, keyEncoder } from '../listing.ts';
import type { BucketTables, ObjectVersionRow } from '../store.ts';

const maxPageSize = 1000;

/** By key, and each key's versions from the newest. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions = operation<ListObjectVersionsRequest, ListObjectVersionsOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const encode = keyEncoder(input.EncodingType);
    const owner = ownerOf(bucket.ownerAccountId);
    const maxKeys = Math.min(input.MaxKeys ?? maxPageSize, maxPageSize);
    const page = pageOfVersions(allVersions(tables), input, maxKeys);
    const versions: ObjectVersion[] = [];
    const markers: DeleteMarkerEntry[] = [];
    for (const row of page.rows) {
      const common = {
        Key: encode(row.key),
        VersionId: row.versionId,
        IsLatest: tables.current.get(row.key) === row,
        LastModified: toDate(row.modifiedAtMs),
        Owner: owner,
      };
      const { content } = row;
      if (content === undefined) markers.push(common);
      else
        versions.push({ ...common, ETag: content.etag, Size: content.sizeBytes, StorageClass: 'STANDARD' });
    }
    return {
      Name: bucket.name,
      Prefix: encode(input.Prefix ?? ''),
      KeyMarker: encode(input.KeyMarker ?? ''),
      VersionIdMarker: input.VersionIdMarker ?? '',
      Delimiter: input.Delimiter === undefined ? undefined : encode(input.Delimiter),
      MaxKeys: input.MaxKeys ?? maxPageSize,
      EncodingType: input.EncodingType,
      IsTruncated: page.next !== undefined,
      NextKeyMarker: page.next && encode(page.next.key),
      NextVersionIdMarker: page.next?.versionId,
      Versions: versions,
      DeleteMarkers: markers,
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    };
  },
});

interface VersionPage {
  readonly rows: readonly ObjectVersionRow[];
  readonly commonPrefixes: readonly string[];
  /** The last item of a page that is not the last one. */
  readonly next: { readonly key: string; readonly versionId: string | undefined } | undefined;
}

function pageOfVersions(
  all: readonly ObjectVersionRow[],
  request: ListObjectVersionsRequest,
  maxKeys: number,
): VersionPage {
  const { KeyMarker: keyMarker, VersionIdMarker: versionMarker, Delimiter: delimiter } = request;
  const prefix = request.Prefix ?? '';
  const rows: ObjectVersionRow[] = [];
  const commonPrefixes: string[] = [];
  let last: VersionPage['next'];
  let isPastMarker = versionMarker === undefined || versionMarker === '';
  for (const row of all) {
    if (!row.key.startsWith(prefix)) continue;
    const rolled = commonPrefixOf(row.key, prefix, delimiter);
    const order = keyMarker === undefined ? 1 : compareKeys(rolled ?? row.key, keyMarker);
    if (order < 0) continue;
    if (order === 0) {
      // Of the marker's own key, what comes after the marker's version.
      const isShown = isPastMarker && versionMarker !== undefined && versionMarker !== '';
      if (row.versionId === versionMarker) isPastMarker = true;
      if (!isShown) continue;
    }
    if (rolled !== undefined && rolled === commonPrefixes.at(-1)) continue;
    if (rows.length + commonPrefixes.length >= maxKeys) return { rows, commonPrefixes, next: last };
    if (rolled === undefined) rows.push(row);
    else commonPrefixes.push(rolled);
    last = { key: rolled ?? row.key, versionId: rolled === undefined ? row.versionId : undefined };
  }
  return { rows, commonPrefixes, next: undefined };
}

function allVersions(tables: BucketTables): ObjectVersionRow[] {
  const byKey = new Map<string, ObjectVersionRow[]>();
  for (const row of [...tables.noncurrent.values(), ...tables.current.values()]) {
    const versions = byKey.get(row.key);
    if (versions === undefined) byKey.set(row.key, [row]);
    else versions.push(row);
  }
  return [...byKey.keys()].toSorted(compareKeys).flatMap((key) => byKey.get(key)?.toReversed() ?? []);
}
