import { ZipError, unpackZip } from '../../../drivers/zip/read-zip.ts';
import { invokeNow } from '../../../services/invoke.ts';
import { onlyInput, readInput } from '../artifacts.ts';
import { contentTypeOf } from './content-type.ts';
import {
  ActionFailure,
  type ActionProvider,
  type ActionRun,
  defaultTimeoutMs,
  endsAtOnce,
} from './provider.ts';

/**
 * Puts an artifact, or the files in it, into a bucket.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
 */
export const s3Deploy: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start(run) {
    const objects = objectsOf(run, readInput(run, onlyInput(run)));
    return () => {
      for (const object of objects) invokeNow('s3', 'PutObject', object, run.context);
      return { kind: 'succeeded', summary: 'Deployment Succeeded' };
    };
  },
  poll: endsAtOnce,
};

function objectsOf({ configuration, row }: ActionRun, artifact: Uint8Array) {
  const {
    BucketName: bucket = '',
    Extract: extract = '',
    ObjectKey: objectKey = '',
    CannedACL: acl,
    CacheControl: cacheControl,
    KMSEncryptionKeyARN: key,
  } = configuration;
  const common = {
    Bucket: bucket,
    ...(acl === undefined ? {} : { ACL: acl }),
    ...(cacheControl === undefined ? {} : { CacheControl: cacheControl }),
    ...(key === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key }),
  };
  if (extract !== 'true') {
    if (objectKey === '')
      throw new ActionFailure(
        'ConfigurationError',
        `Action '${row.actionName}' must have an ObjectKey, since Extract is not true.`,
      );
    return [{ ...common, Key: objectKey, Body: artifact, ContentType: 'application/zip' }];
  }
  const folder = objectKey.replace(/\/+$/, '');
  return unpacked(artifact).map(({ path, content }) => ({
    ...common,
    Key: folder === '' ? path : `${folder}/${path}`,
    Body: content,
    ContentType: contentTypeOf(path),
  }));
}

function unpacked(artifact: Uint8Array) {
  try {
    return unpackZip(artifact);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw new ActionFailure(
      'ConfigurationError',
      `The input artifact cannot be extracted: ${error.message}.`,
    );
  }
}
