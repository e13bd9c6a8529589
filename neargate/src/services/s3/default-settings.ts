import type { ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';

/** What every bucket has since 2023. https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html */
export const defaultEncryption: ServerSideEncryptionConfiguration = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
};
