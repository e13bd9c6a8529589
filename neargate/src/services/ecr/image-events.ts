import { type OperationContext, regionalScope } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';

/**
 * Tells of an image that was pushed or deleted: an `ECR Image Action` event. The tag is empty for an image that has none.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function tellImageAction(
  context: OperationContext,
  actionType: 'PUSH' | 'DELETE',
  image: {
    readonly repositoryName: string;
    readonly imageDigest: string;
    readonly imageTag?: string | undefined;
  },
): void {
  emitEvent(context, regionalScope(context.caller), {
    source: 'aws.ecr',
    detailType: 'ECR Image Action',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': image.repositoryName,
      'image-digest': image.imageDigest,
      'action-type': actionType,
      'image-tag': image.imageTag ?? '',
    },
  });
}

/** Tells of a scan that has ended, which here is always without a result. */
export function tellImageScan(
  context: OperationContext,
  scan: {
    readonly repositoryName: string;
    readonly repositoryArn: string;
    readonly imageDigest: string;
    readonly imageTags: readonly string[];
  },
): void {
  emitEvent(context, regionalScope(context.caller), {
    source: 'aws.ecr',
    detailType: 'ECR Image Scan',
    resources: [scan.repositoryArn],
    detail: {
      'scan-status': 'FAILED',
      'repository-name': scan.repositoryName,
      'image-digest': scan.imageDigest,
      'image-tags': [...scan.imageTags],
      'finding-severity-counts': {},
    },
  });
}
