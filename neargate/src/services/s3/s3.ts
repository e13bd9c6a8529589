import { policyEffect } from '../iam/authorization/policy-effect.ts';
import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import * as bucketAccess from './operations/bucket-access.ts';
import * as bucketData from './operations/bucket-data.ts';
import * as bucketReports from './operations/bucket-reports.ts';
import * as bucketSettings from './operations/bucket-settings.ts';
import * as buckets from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import * as deleteObjects from './operations/delete-objects.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import * as getObject from './operations/get-object.ts';
import { listObjectVersions } from './operations/list-object-versions.ts';
import * as listObjects from './operations/list-objects.ts';
import * as listUploads from './operations/list-uploads.ts';
import * as multipartUploads from './operations/multipart-uploads.ts';
import * as objectSettings from './operations/object-settings.ts';
import * as objectTagging from './operations/object-tagging.ts';
import { putObject } from './operations/put-object.ts';
import { s3Refusal } from './refusal.ts';

/**
 * Amazon Simple Storage Service: buckets and objects are real, versions and locks are kept. Policies are evaluated, ACLs are not.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
 */
export const s3 = {
  signingName: 's3',
  protocol: 'rest-xml',
  apiVersion: '2006-03-01',
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  hasBuckets: true,
  noErrorWrapping: true,
  validationErrorCode: 'InvalidArgument',
  constraints,
  refusal: s3Refusal,
  operations: {
    AbortMultipartUpload: multipartUploads.abortMultipartUpload,
    CompleteMultipartUpload: completeMultipartUpload,
    CopyObject: copyObject,
    CreateBucket: buckets.createBucket,
    CreateMultipartUpload: multipartUploads.createMultipartUpload,
    DeleteBucket: buckets.deleteBucket,
    DeleteBucketAnalyticsConfiguration: bucketReports.deleteBucketAnalyticsConfiguration,
    DeleteBucketCors: bucketSettings.deleteBucketCors,
    DeleteBucketEncryption: bucketData.deleteBucketEncryption,
    DeleteBucketIntelligentTieringConfiguration: bucketReports.deleteBucketIntelligentTieringConfiguration,
    DeleteBucketInventoryConfiguration: bucketReports.deleteBucketInventoryConfiguration,
    DeleteBucketLifecycle: bucketData.deleteBucketLifecycle,
    DeleteBucketMetricsConfiguration: bucketReports.deleteBucketMetricsConfiguration,
    DeleteBucketOwnershipControls: bucketAccess.deleteBucketOwnershipControls,
    DeleteBucketPolicy: bucketAccess.deleteBucketPolicy,
    DeleteBucketReplication: bucketData.deleteBucketReplication,
    DeleteBucketTagging: bucketSettings.deleteBucketTagging,
    DeleteBucketWebsite: bucketSettings.deleteBucketWebsite,
    DeleteObject: deleteObjects.deleteObject,
    DeleteObjectTagging: objectTagging.deleteObjectTagging,
    DeleteObjects: deleteObjects.deleteObjects,
    DeletePublicAccessBlock: bucketAccess.deletePublicAccessBlock,
    GetBucketAccelerateConfiguration: bucketSettings.getBucketAccelerateConfiguration,
    GetBucketAcl: bucketAccess.getBucketAcl,
    GetBucketAnalyticsConfiguration: bucketReports.getBucketAnalyticsConfiguration,
    GetBucketCors: bucketSettings.getBucketCors,
    GetBucketEncryption: bucketData.getBucketEncryption,
    GetBucketIntelligentTieringConfiguration: bucketReports.getBucketIntelligentTieringConfiguration,
    GetBucketInventoryConfiguration: bucketReports.getBucketInventoryConfiguration,
    GetBucketLifecycleConfiguration: bucketData.getBucketLifecycleConfiguration,
    GetBucketLocation: buckets.getBucketLocation,
    GetBucketLogging: bucketSettings.getBucketLogging,
    GetBucketMetricsConfiguration: bucketReports.getBucketMetricsConfiguration,
    GetBucketNotificationConfiguration: bucketSettings.getBucketNotificationConfiguration,
    GetBucketOwnershipControls: bucketAccess.getBucketOwnershipControls,
    GetBucketPolicy: bucketAccess.getBucketPolicy,
    GetBucketPolicyStatus: bucketAccess.getBucketPolicyStatus,
    GetBucketReplication: bucketData.getBucketReplication,
    GetBucketRequestPayment: bucketSettings.getBucketRequestPayment,
    GetBucketTagging: bucketSettings.getBucketTagging,
    GetBucketVersioning: bucketData.getBucketVersioning,
    GetBucketWebsite: bucketSettings.getBucketWebsite,
    GetObject: getObject.getObject,
    GetObjectAcl: objectSettings.getObjectAcl,
    GetObjectAttributes: getObjectAttributes,
    GetObjectLegalHold: objectSettings.getObjectLegalHold,
    GetObjectLockConfiguration: bucketData.getObjectLockConfiguration,
    GetObjectRetention: objectSettings.getObjectRetention,
    GetObjectTagging: objectTagging.getObjectTagging,
    GetPublicAccessBlock: bucketAccess.getPublicAccessBlock,
    HeadBucket: buckets.headBucket,
    HeadObject: getObject.headObject,
    ListBucketAnalyticsConfigurations: bucketReports.listBucketAnalyticsConfigurations,
    ListBucketIntelligentTieringConfigurations: bucketReports.listBucketIntelligentTieringConfigurations,
    ListBucketInventoryConfigurations: bucketReports.listBucketInventoryConfigurations,
    ListBucketMetricsConfigurations: bucketReports.listBucketMetricsConfigurations,
    ListBuckets: buckets.listBuckets,
    ListMultipartUploads: listUploads.listMultipartUploads,
    ListObjectVersions: listObjectVersions,
    ListObjects: listObjects.listObjects,
    ListObjectsV2: listObjects.listObjectsV2,
    ListParts: listUploads.listParts,
    PutBucketAccelerateConfiguration: bucketSettings.putBucketAccelerateConfiguration,
    PutBucketAcl: bucketAccess.putBucketAcl,
    PutBucketAnalyticsConfiguration: bucketReports.putBucketAnalyticsConfiguration,
    PutBucketCors: bucketSettings.putBucketCors,
    PutBucketEncryption: bucketData.putBucketEncryption,
    PutBucketIntelligentTieringConfiguration: bucketReports.putBucketIntelligentTieringConfiguration,
    PutBucketInventoryConfiguration: bucketReports.putBucketInventoryConfiguration,
    PutBucketLifecycleConfiguration: bucketData.putBucketLifecycleConfiguration,
    PutBucketLogging: bucketSettings.putBucketLogging,
    PutBucketMetricsConfiguration: bucketReports.putBucketMetricsConfiguration,
    PutBucketNotificationConfiguration: bucketSettings.putBucketNotificationConfiguration,
    PutBucketOwnershipControls: bucketAccess.putBucketOwnershipControls,
    PutBucketPolicy: bucketAccess.putBucketPolicy,
    PutBucketReplication: bucketData.putBucketReplication,
    PutBucketRequestPayment: bucketSettings.putBucketRequestPayment,
    PutBucketTagging: bucketSettings.putBucketTagging,
    PutBucketVersioning: bucketData.putBucketVersioning,
    PutBucketWebsite: bucketSettings.putBucketWebsite,
    PutObject: putObject,
    PutObjectAcl: objectSettings.putObjectAcl,
    PutObjectLegalHold: objectSettings.putObjectLegalHold,
    PutObjectLockConfiguration: bucketData.putObjectLockConfiguration,
    PutObjectRetention: objectSettings.putObjectRetention,
    PutObjectTagging: objectTagging.putObjectTagging,
    PutPublicAccessBlock: bucketAccess.putPublicAccessBlock,
    UploadPart: multipartUploads.uploadPart,
    UploadPartCopy: multipartUploads.uploadPartCopy,
  },
  stored: {
    PutBucketAccelerateConfiguration: 'there is no second endpoint',
    PutBucketAcl: "nobody's access is evaluated by it",
    PutBucketAnalyticsConfiguration: 'nothing is measured',
    PutBucketEncryption: 'named in answers; nothing is encrypted',
    PutBucketIntelligentTieringConfiguration: 'nothing is moved',
    PutBucketInventoryConfiguration: 'no inventory is written',
    PutBucketLifecycleConfiguration: 'checked; nothing expires or moves',
    PutBucketLogging: 'no access log is written',
    PutBucketMetricsConfiguration: 'nothing is measured',
    PutBucketPolicy: policyEffect,
    PutBucketReplication: 'nothing is copied',
    PutBucketRequestPayment: 'nobody pays',
    PutObjectAcl: "nobody's access is evaluated by it",
    PutPublicAccessBlock: 'public policies and ACLs are refused; RestrictPublicBuckets changes nothing',
  },
} satisfies ServiceDefinition;
