import type { OperationContext } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import type { ObjectEvent, ObjectEventName } from './notification-message.ts';
import { notifyReceivers } from './notify.ts';
import type { BucketRow, ObjectVersionRow } from './store.ts';

/** The call that brought an object there. */
export type CreationReason = 'CompleteMultipartUpload' | 'CopyObject' | 'PutObject';

/** What happened to an object's version: a marker hides it, or it is gone for good. */
export type DeletionType = 'Delete Marker Created' | 'Permanently Deleted';

const creationNames: Readonly<Record<CreationReason, ObjectEventName>> = {
  CompleteMultipartUpload: 'ObjectCreated:CompleteMultipartUpload',
  CopyObject: 'ObjectCreated:Copy',
  PutObject: 'ObjectCreated:Put',
};
const deletionNames: Readonly<Record<DeletionType, ObjectEventName>> = {
  'Delete Marker Created': 'ObjectRemoved:DeleteMarkerCreated',
  'Permanently Deleted': 'ObjectRemoved:Delete',
};

/**
 * Tells whom the bucket's notification configuration names of an object, in the transaction under way: EventBridge, queues and
 * topics. https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export function tellObjectCreated(
  context: OperationContext,
  bucket: BucketRow,
  row: ObjectVersionRow,
  reason: CreationReason,
): void {
  const event = objectEvent(context, row, creationNames[reason]);
  tellEventBridge(context, bucket, 'Object Created', event, { reason });
  notifyReceivers(context, bucket, event);
}

/** @param row the version that is gone, or the marker that hides the others */
export function tellObjectDeleted(
  context: OperationContext,
  bucket: BucketRow,
  row: ObjectVersionRow,
  deletionType: DeletionType,
): void {
  const event = objectEvent(context, row, deletionNames[deletionType]);
  tellEventBridge(context, bucket, 'Object Deleted', event, {
    reason: 'DeleteObject',
    'deletion-type': deletionType,
  });
  notifyReceivers(context, bucket, event);
}

function objectEvent(
  { clock, ids }: OperationContext,
  row: ObjectVersionRow,
  name: ObjectEventName,
): ObjectEvent {
  return {
    name,
    row,
    sequencer: clock.now().toString(16).toUpperCase().padStart(16, '0'),
    requestId: ids.hex(16).toUpperCase(),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function tellEventBridge(
  context: OperationContext,
  bucket: BucketRow,
  detailType: string,
  { row: { key, versionId, content }, sequencer, requestId }: ObjectEvent,
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
        sequencer,
      },
      'request-id': requestId,
      requester: context.caller.accountId,
      'source-ip-address': '127.0.0.1',
      ...more,
    },
  });
}
