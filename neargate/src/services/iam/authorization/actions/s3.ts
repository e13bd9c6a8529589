import {
  type AccessRule,
  type ActionTable,
  type Input,
  list,
  memberOf,
  type Place,
  text,
} from '../access.ts';

const bucketArn = (input: Input, { partition }: Place) => `arn:${partition}:s3:::${text(input, 'Bucket')}`;
const objectArn = (input: Input, place: Place, key = text(input, 'Key')) =>
  `${bucketArn(input, place)}/${key}`;

const onBucket =
  (action: string): AccessRule =>
  (input, place) => [{ action: `s3:${action}`, resource: bucketArn(input, place) }];

/** Operations on a version have an action of their own. */
const onObject =
  (action: string, versionAction = action): AccessRule =>
  (input, place) => {
    const version = text(input, 'VersionId');
    return [
      {
        action: `s3:${version === '' ? action : versionAction}`,
        resource: objectArn(input, place),
        keys: {
          's3:VersionId': version || undefined,
          's3:x-amz-acl': text(input, 'ACL') || undefined,
          's3:x-amz-server-side-encryption': text(input, 'ServerSideEncryption') || undefined,
          's3:x-amz-server-side-encryption-aws-kms-key-id': text(input, 'SSEKMSKeyId') || undefined,
          's3:x-amz-storage-class': text(input, 'StorageClass') || undefined,
        },
      },
    ];
  };

const listing =
  (action: string): AccessRule =>
  (input, place) => {
    const most = memberOf(input, 'MaxKeys');
    return [
      {
        action: `s3:${action}`,
        resource: bucketArn(input, place),
        keys: {
          's3:prefix': text(input, 'Prefix'),
          's3:delimiter': text(input, 'Delimiter') || undefined,
          's3:max-keys': typeof most === 'number' ? String(most) : undefined,
        },
      },
    ];
  };

const copy: AccessRule = (input, place) => {
  const source = decodeURIComponentSafely(text(input, 'CopySource')).replace(/^\//, '');
  const [path = '', version] = source.split('?versionId=');
  return [
    {
      action: `s3:${version === undefined ? 'GetObject' : 'GetObjectVersion'}`,
      resource: `arn:${place.partition}:s3:::${path}`,
    },
    { action: 's3:PutObject', resource: objectArn(input, place) },
  ];
};

function decodeURIComponentSafely(given: string): string {
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
}

/** Operations on a bucket whose action has another name than they do. */
const bucketActions: Readonly<Record<string, string>> = {
  DeleteBucketAnalyticsConfiguration: 'PutAnalyticsConfiguration',
  DeleteBucketCors: 'PutBucketCORS',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketIntelligentTieringConfiguration: 'PutIntelligentTieringConfiguration',
  DeleteBucketInventoryConfiguration: 'PutInventoryConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  DeleteBucketMetricsConfiguration: 'PutMetricsConfiguration',
  DeleteBucketOwnershipControls: 'PutBucketOwnershipControls',
  DeleteBucketReplication: 'PutReplicationConfiguration',
  DeleteBucketTagging: 'PutBucketTagging',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketAccelerateConfiguration: 'GetAccelerateConfiguration',
  GetBucketAnalyticsConfiguration: 'GetAnalyticsConfiguration',
  GetBucketCors: 'GetBucketCORS',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetBucketIntelligentTieringConfiguration: 'GetIntelligentTieringConfiguration',
  GetBucketInventoryConfiguration: 'GetInventoryConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketMetricsConfiguration: 'GetMetricsConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  GetBucketReplication: 'GetReplicationConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  HeadBucket: 'ListBucket',
  ListBucketAnalyticsConfigurations: 'GetAnalyticsConfiguration',
  ListBucketIntelligentTieringConfigurations: 'GetIntelligentTieringConfiguration',
  ListBucketInventoryConfigurations: 'GetInventoryConfiguration',
  ListBucketMetricsConfigurations: 'GetMetricsConfiguration',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  PutBucketAccelerateConfiguration: 'PutAccelerateConfiguration',
  PutBucketAnalyticsConfiguration: 'PutAnalyticsConfiguration',
  PutBucketCors: 'PutBucketCORS',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  PutBucketIntelligentTieringConfiguration: 'PutIntelligentTieringConfiguration',
  PutBucketInventoryConfiguration: 'PutInventoryConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  PutBucketMetricsConfiguration: 'PutMetricsConfiguration',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutBucketReplication: 'PutReplicationConfiguration',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
export const s3Actions: ActionTable = {
  ...Object.fromEntries(Object.entries(bucketActions).map(([name, action]) => [name, onBucket(action)])),
  AbortMultipartUpload: onObject('AbortMultipartUpload'),
  CompleteMultipartUpload: onObject('PutObject'),
  CopyObject: copy,
  CreateMultipartUpload: onObject('PutObject'),
  DeleteObject: onObject('DeleteObject', 'DeleteObjectVersion'),
  DeleteObjects: (input, place) =>
    list(memberOf(input, 'Delete'), 'Objects').map((object) => ({
      action: text(object, 'VersionId') === '' ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
      resource: objectArn(input, place, text(object, 'Key')),
    })),
  DeleteObjectTagging: onObject('DeleteObjectTagging', 'DeleteObjectVersionTagging'),
  GetObject: onObject('GetObject', 'GetObjectVersion'),
  GetObjectAcl: onObject('GetObjectAcl', 'GetObjectVersionAcl'),
  GetObjectAttributes: onObject('GetObject', 'GetObjectVersion'),
  GetObjectLegalHold: onObject('GetObjectLegalHold'),
  GetObjectRetention: onObject('GetObjectRetention'),
  GetObjectTagging: onObject('GetObjectTagging', 'GetObjectVersionTagging'),
  HeadObject: onObject('GetObject', 'GetObjectVersion'),
  ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  ListObjects: listing('ListBucket'),
  ListObjectsV2: listing('ListBucket'),
  ListObjectVersions: listing('ListBucketVersions'),
  ListParts: onObject('ListMultipartUploadParts'),
  PutObject: onObject('PutObject'),
  PutObjectAcl: onObject('PutObjectAcl', 'PutObjectVersionAcl'),
  PutObjectLegalHold: onObject('PutObjectLegalHold'),
  PutObjectRetention: onObject('PutObjectRetention'),
  PutObjectTagging: onObject('PutObjectTagging', 'PutObjectVersionTagging'),
  UploadPart: onObject('PutObject'),
  UploadPartCopy: copy,
};

/** Every other operation that names a bucket is about the bucket. */
export function s3Default(operation: string): AccessRule {
  return onBucket(operation);
}
