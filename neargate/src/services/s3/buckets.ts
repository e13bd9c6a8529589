import { accessDenied, noSuchBucket } from './errors.ts';
import type { OperationContext } from '../context.ts';
import { type BucketRow, bucketsOf, type BucketTables, bucketTables } from './store.ts';

export interface BucketRequest {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The bucket. Throws when it does not exist, or when the request expects another owner. */
export function findBucket(context: OperationContext, request: BucketRequest): BucketRow {
  const row = bucketsOf(context).get(request.Bucket ?? '');
  if (row === undefined) throw noSuchBucket();
  const { ExpectedBucketOwner: expected } = request;
  if (expected !== undefined && expected !== row.ownerAccountId) throw accessDenied();
  return row;
}

/** The bucket and the tables of its objects. */
export function openBucket(
  context: OperationContext,
  request: BucketRequest,
): { readonly bucket: BucketRow; readonly tables: BucketTables } {
  const bucket = findBucket(context, request);
  return { bucket, tables: bucketTables(context.store, bucket.name) };
}

/** Puts `change` into the row of the request's bucket. */
export function changeBucket(
  context: OperationContext,
  request: BucketRequest,
  change: Partial<BucketRow>,
): BucketRow {
  const { name } = findBucket(context, request);
  return bucketsOf(context).update(name, (row) => ({ ...row, ...change }));
}
