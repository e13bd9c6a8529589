import { gunzipSync } from 'node:zlib';
import type { OperationContext } from '../../context.ts';
import { readContent } from '../../s3/object-bytes.ts';
import { bucketsOf, bucketTables } from '../../s3/store.ts';
import type { ImportOutcome, ImportRow } from '../store.ts';
import { readItems } from './read-items.ts';

const nothing = { processedBytes: 0, processedItems: 0, errors: 0 };

/** Reads the objects of an import and checks their items. No table keeps any. The codes of failures are not verified. */
export function runImport(context: OperationContext, row: ImportRow): ImportOutcome {
  const { S3Bucket: bucketName = '', S3BucketOwner: owner, S3KeyPrefix: prefix = '' } = row.source;
  const bucket = bucketsOf(context).get(bucketName);
  if (bucket === undefined) {
    return failed('S3NoSuchBucket', `The specified bucket does not exist: ${bucketName}`);
  }
  if (owner !== undefined && owner !== bucket.ownerAccountId) {
    return failed('S3AccessDenied', `The bucket ${bucketName} does not belong to the account ${owner}`);
  }
  const objects = [...bucketTables(context.store, bucketName).current.values()].flatMap(({ key, content }) =>
    key.startsWith(prefix) && content !== undefined ? [{ key, content }] : [],
  );
  if (objects.length === 0) {
    return failed('S3NoSuchKey', `The bucket ${bucketName} has no object whose key begins with "${prefix}"`);
  }
  let outcome = nothing;
  for (const { key, content } of objects) {
    const bytes = uncompressed(readContent(context, content), row.compression);
    if (bytes === undefined) {
      return { ...outcome, ...failed('InvalidCompression', `The object ${key} is not compressed as GZIP`) };
    }
    const { items, errors } = readItems(Buffer.from(bytes).toString('utf8'), row);
    outcome = {
      processedBytes: outcome.processedBytes + content.sizeBytes,
      processedItems: outcome.processedItems + items,
      errors: outcome.errors + errors,
    };
  }
  return outcome;
}

function failed(code: string, message: string): ImportOutcome {
  return { ...nothing, failure: { code, message } };
}

function uncompressed(bytes: Uint8Array, compression: ImportRow['compression']): Uint8Array | undefined {
  if (compression !== 'GZIP' || bytes.length === 0) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    return undefined;
  }
}
