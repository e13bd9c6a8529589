import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { bucket } from './bucket.ts';
import { bucketAcl } from './bucket-acl.ts';
import { bucketCorsConfiguration } from './bucket-cors-configuration.ts';
import { bucketEncryption } from './bucket-encryption.ts';
import { bucketLifecycleConfiguration } from './bucket-lifecycle-configuration.ts';
import { bucketNotification } from './bucket-notification.ts';
import { bucketOwnershipControls } from './bucket-ownership-controls.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { bucketPublicAccessBlock } from './bucket-public-access-block.ts';
import { bucketVersioning } from './bucket-versioning.ts';
import { bucketWebsiteConfiguration } from './bucket-website-configuration.ts';
import { canonicalUserIdSource } from './canonical-user-id.ts';
import { object } from './object.ts';

export const s3Types: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_s3_bucket: bucket,
  aws_s3_bucket_acl: bucketAcl,
  aws_s3_bucket_cors_configuration: bucketCorsConfiguration,
  aws_s3_bucket_lifecycle_configuration: bucketLifecycleConfiguration,
  aws_s3_bucket_notification: bucketNotification,
  aws_s3_bucket_ownership_controls: bucketOwnershipControls,
  aws_s3_bucket_policy: bucketPolicy,
  aws_s3_bucket_public_access_block: bucketPublicAccessBlock,
  aws_s3_bucket_server_side_encryption_configuration: bucketEncryption,
  aws_s3_bucket_versioning: bucketVersioning,
  aws_s3_bucket_website_configuration: bucketWebsiteConfiguration,
  aws_s3_object: object,
};

export const s3DataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_canonical_user_id: canonicalUserIdSource,
};
