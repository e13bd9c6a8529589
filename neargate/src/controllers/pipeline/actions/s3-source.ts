import { invokeNow } from '../../../services/invoke.ts';
import { putOutput } from '../artifacts.ts';
import {
  ActionFailure,
  type ActionProvider,
  type ActionRun,
  defaultTimeoutMs,
  endsAtOnce,
} from './provider.ts';

/**
 * Takes an object, which is a ZIP file, out of a bucket with versioning.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export const s3Source: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start(run) {
    const { context, configuration } = run;
    const bucket = configuration['S3Bucket'] ?? '';
    const { key, versionId } = wantedObject(run);
    const { Status } = invokeNow('s3', 'GetBucketVersioning', { Bucket: bucket }, context) as {
      Status?: string;
    };
    if (Status !== 'Enabled')
      throw new ActionFailure(
        'ConfigurationError',
        `The Amazon S3 bucket '${bucket}' of the source action does not have versioning enabled, which a source bucket must have.`,
      );
    const found = invokeNow(
      's3',
      'GetObject',
      { Bucket: bucket, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) },
      context,
    ) as { Body?: Uint8Array; ETag?: string; VersionId?: string; LastModified?: Date };
    const { VersionId: revisionId = 'null', ETag: etag = '' } = found;
    return () => {
      putOutput(run, found.Body ?? new Uint8Array(0));
      return {
        kind: 'succeeded',
        externalExecutionId: revisionId,
        summary: `Amazon S3 version id: ${revisionId}`,
        revision: {
          revisionId,
          summary: `Amazon S3 version id: ${revisionId}`,
          createdAtMs: found.LastModified?.getTime(),
        },
        outputVariables: { BucketName: bucket, ETag: etag, ObjectKey: key, VersionId: revisionId },
      };
    };
  },
  poll: endsAtOnce,
};

function wantedObject({ configuration, sourceOverride }: ActionRun): { key: string; versionId?: string } {
  const key = configuration['S3ObjectKey'] ?? '';
  switch (sourceOverride?.type) {
    case undefined:
      return { key };
    case 'S3_OBJECT_VERSION_ID':
      return { key, versionId: sourceOverride?.value ?? '' };
    case 'S3_OBJECT_KEY':
      if (configuration['AllowOverrideForS3ObjectKey'] === 'true')
        return { key: sourceOverride?.value ?? key };
      throw new ActionFailure(
        'ConfigurationError',
        'The object key of an S3 source can be overridden only when AllowOverrideForS3ObjectKey is true.',
      );
    default:
      throw new ActionFailure(
        'ConfigurationError',
        `An S3 source takes a revision of type S3_OBJECT_VERSION_ID or S3_OBJECT_KEY, not ${sourceOverride?.type}.`,
      );
  }
}
