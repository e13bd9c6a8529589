import type { OperationContext } from '../context.ts';
import { openBucket } from './buckets.ts';
import { checkCopyConditions } from './conditions.ts';
import { invalidArgument } from './errors.ts';
import type { ObjectContent, ObjectVersionRow } from './store.ts';
import { findObject, shownVersionId } from './versions.ts';

export interface CopySourceRequest {
  readonly CopySource: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

/** What a copy reads from: `BUCKET/KEY?versionId=ID`, percent-encoded. Throws when it is not there or a condition fails. */
export function findCopySource(
  context: OperationContext,
  request: CopySourceRequest,
): {
  readonly bucketName: string;
  readonly row: ObjectVersionRow & { readonly content: ObjectContent };
  /** As answers give it. */
  readonly versionId: string | undefined;
} {
  const source = parseCopySource(request.CopySource ?? '');
  const { bucket, tables } = openBucket(context, {
    Bucket: source.bucketName,
    ExpectedBucketOwner: request.ExpectedSourceBucketOwner,
  });
  const row = findObject(tables, { Key: source.key, VersionId: source.versionId });
  checkCopyConditions(
    {
      ifMatch: request.CopySourceIfMatch,
      ifNoneMatch: request.CopySourceIfNoneMatch,
      ifModifiedSince: request.CopySourceIfModifiedSince,
      ifUnmodifiedSince: request.CopySourceIfUnmodifiedSince,
    },
    { etag: row.content.etag, modifiedAtMs: row.modifiedAtMs },
  );
  return { bucketName: bucket.name, row, versionId: shownVersionId(bucket, row) };
}

function parseCopySource(source: string) {
  const match = /^\/?([^/]+)\/(.+?)(?:\?versionId=([^&]+))?$/s.exec(source);
  const [, bucketName, key, versionId] = match ?? [];
  if (bucketName === undefined || key === undefined) {
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  }
  return { bucketName, key: decoded(key), versionId };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A client that did not encode a `%`.
    return text;
  }
}
