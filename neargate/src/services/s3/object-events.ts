import type { OperationContext } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import type { BucketRow, ObjectVersionRow } from './store.ts';

/** The call that brought an object there. */
export type CreationReason = 'CompleteMultipartUpload' | 'CopyObject' | 'PutObject';

/** What happened to an object's version: a marker hides it, or it is gone for good. */
export type DeletionType = 'Delete Marker Created' | 'Permanently Deleted';

/**
 * Tells EventBridge of an object, where the bucket's notification configuration asks for it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function tellObjectCreated(
  context: OperationContext,
  bucket: BucketRow,
  row: ObjectVersionRow,
  reason: CreationReason,
): void {
  tell(context, bucket, 'Object Created', row, { reason });
}

/** @param row the version that is gone, or the marker that hides the others */
export function tellObjectDeleted(
  context: OperationContext,
  bucket: BucketRow,
  row: ObjectVersionRow,
  deletionType: DeletionType,
): void {
  tell(context, bucket, 'Object Deleted', row, { reason: 'DeleteObject', 'deletion-type': deletionType });
}

function tell(
  context: OperationContext,
  bucket: BucketRow,
  detailType: string,
  { key, versionId, content }: ObjectVersionRow,
  more: Readonly<Record<string, string>>,
): void {
  if (bucket.notification?.EventBridgeConfiguration === undefined) return;
  emitEvent(context, `${bucket.ownerAccountId}/${bucket.region}`, {
    source: 'aws.s3',
    detailType,
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key,
        ...(content === undefined ? {} : { size: content.sizeBytes, etag: content.etag.replaceAll('"', '') }),
        ...(bucket.versioning === undefined ? {} : { 'version-id': versionId }),
        // Grows with every event of a key, as S3's does.
        sequencer: context.clock.now().toString(16).toUpperCase().padStart(16, '0'),
      },
      'request-id': context.ids.hex(16).toUpperCase(),
      requester: context.caller.accountId,
      'source-ip-address': '127.0.0.1',
      ...more,
    },
  });
}
