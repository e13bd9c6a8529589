import type {
  DeletedObject,
  DeleteObjectOutput,
  DeleteObjectRequest,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { openBucket } from '../buckets.ts';
import { checkWriteConditions } from '../conditions.ts';
import { malformedXml } from '../errors.ts';
import { tellObjectDeleted } from '../object-events.ts';
import { refuseLocked } from '../object-lock.ts';
import type { BucketRow, BucketTables } from '../store.ts';
import { lookUpVersion, putVersion, removeVersion } from '../versions.ts';

const maxObjects = 1000;

/** Deleting what is not there succeeds. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject = operation<DeleteObjectRequest, DeleteObjectOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const { DeleteMarker, DeleteMarkerVersionId, VersionId } = deleteOne(context, bucket, tables, {
      key: input.Key ?? '',
      versionId: input.VersionId,
      etag: input.IfMatch,
      bypassGovernance: input.BypassGovernanceRetention === true,
    });
    return { DeleteMarker, VersionId: DeleteMarkerVersionId ?? VersionId };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects = operation<DeleteObjectsRequest, DeleteObjectsOutput>({
  handle(context, input) {
    const { bucket, tables } = openBucket(context, input);
    const { Objects: objects = [], Quiet: quiet = false } = input.Delete ?? {};
    if (objects.length === 0 || objects.length > maxObjects) throw malformedXml();
    const deleted: DeletedObject[] = [];
    const errors: NonNullable<DeleteObjectsOutput['Errors']> = [];
    for (const { Key: key = '', VersionId: versionId, ETag: etag } of objects) {
      try {
        const bypassGovernance = input.BypassGovernanceRetention === true;
        deleted.push(deleteOne(context, bucket, tables, { key, versionId, etag, bypassGovernance }));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        errors.push({ Key: key, VersionId: versionId, Code: error.code, Message: error.message });
      }
    }
    return {
      Deleted: quiet || deleted.length === 0 ? undefined : deleted,
      Errors: errors.length === 0 ? undefined : errors,
    };
  },
});

/**
 * With a version id the version goes for good. Without one, a bucket with versioning gets a delete marker, and any other loses
 * the object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
function deleteOne(
  context: OperationContext,
  bucket: BucketRow,
  tables: BucketTables,
  request: {
    readonly key: string;
    readonly versionId: string | undefined;
    readonly etag: string | undefined;
    readonly bypassGovernance: boolean;
  },
): DeletedObject {
  const { key, versionId, etag } = request;
  const found = lookUpVersion(tables, key, versionId);
  if (etag !== undefined) checkWriteConditions({ ifMatch: etag }, found?.content?.etag);
  if (versionId !== undefined) {
    if (found === undefined) return { Key: key, VersionId: versionId };
    refuseLocked(context, found, request.bypassGovernance);
    removeVersion(tables, found);
    tellObjectDeleted(context, bucket, found, 'Permanently Deleted');
    if (found.content !== undefined) return { Key: key, VersionId: versionId };
    return { Key: key, VersionId: versionId, DeleteMarker: true, DeleteMarkerVersionId: versionId };
  }
  if (bucket.versioning === undefined) {
    if (found !== undefined) {
      removeVersion(tables, found);
      tellObjectDeleted(context, bucket, found, 'Permanently Deleted');
    }
    return { Key: key };
  }
  const marker = putVersion(context, bucket, tables, { key });
  tellObjectDeleted(context, bucket, marker, 'Delete Marker Created');
  return {
    Key: key,
    DeleteMarker: true,
    DeleteMarkerVersionId: marker.versionId,
  };
}
