import type {
  DeleteBucketEncryptionRequest,
  DeleteBucketLifecycleRequest,
  DeleteBucketReplicationRequest,
  GetBucketEncryptionOutput,
  GetBucketEncryptionRequest,
  GetBucketLifecycleConfigurationOutput,
  GetBucketLifecycleConfigurationRequest,
  GetBucketReplicationOutput,
  GetBucketReplicationRequest,
  GetBucketVersioningOutput,
  GetBucketVersioningRequest,
  GetObjectLockConfigurationOutput,
  GetObjectLockConfigurationRequest,
  PutBucketEncryptionRequest,
  PutBucketLifecycleConfigurationOutput,
  PutBucketLifecycleConfigurationRequest,
  PutBucketReplicationRequest,
  PutBucketVersioningRequest,
  PutObjectLockConfigurationOutput,
  PutObjectLockConfigurationRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../operation.ts';
import { changeBucket, findBucket } from '../buckets.ts';
import { defaultEncryption } from '../default-settings.ts';
import { invalidBucketState, invalidRequest, malformedXml, missing } from '../errors.ts';
import { describeLifecycleRules, storedLifecycleRules } from '../lifecycle.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const putBucketVersioning = operation<PutBucketVersioningRequest, Record<string, never>>({
  handle(context, input) {
    const { objectLock } = findBucket(context, input);
    const { Status: status, MFADelete: mfaDelete } = input.VersioningConfiguration ?? {};
    if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
    if (objectLock !== undefined && status === 'Suspended') {
      throw invalidBucketState(
        'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
      );
    }
    changeBucket(context, input, { versioning: { status, mfaDelete } });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning = operation<GetBucketVersioningRequest, GetBucketVersioningOutput>({
  handle(context, input) {
    const { versioning } = findBucket(context, input);
    if (versioning === undefined) return {};
    const { status, mfaDelete } = versioning;
    if (mfaDelete === undefined) return { Status: status };
    return { Status: status, MFADelete: mfaDelete === 'Enabled' ? 'Enabled' : 'Disabled' };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html */
export const putObjectLockConfiguration = operation<
  PutObjectLockConfigurationRequest,
  PutObjectLockConfigurationOutput
>({
  handle(context, input) {
    const { versioning } = findBucket(context, input);
    const objectLock = input.ObjectLockConfiguration;
    if (objectLock?.ObjectLockEnabled !== 'Enabled') throw malformedXml();
    if (versioning?.status !== 'Enabled') {
      throw invalidBucketState(
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
      );
    }
    const { Days: days, Years: years } = objectLock.Rule?.DefaultRetention ?? {};
    if (days !== undefined && years !== undefined) throw malformedXml();
    changeBucket(context, input, { objectLock });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export const getObjectLockConfiguration = operation<
  GetObjectLockConfigurationRequest,
  GetObjectLockConfigurationOutput
>({
  handle(context, input) {
    const { objectLock } = findBucket(context, input);
    if (objectLock === undefined) throw missing.objectLock();
    return { ObjectLockConfiguration: objectLock };
  },
});

/** Stored and named in answers; nothing is encrypted. */
export const putBucketEncryption = operation<PutBucketEncryptionRequest, Record<string, never>>({
  handle(context, input) {
    const { Rules: rules = [] } = input.ServerSideEncryptionConfiguration ?? {};
    const algorithms = ['AES256', 'aws:kms', 'aws:kms:dsse'];
    const isValid = rules.every(
      ({ ApplyServerSideEncryptionByDefault: byDefault }) =>
        byDefault === undefined || algorithms.includes(byDefault.SSEAlgorithm ?? ''),
    );
    if (rules.length === 0 || !isValid) throw malformedXml();
    const encryption = {
      Rules: rules.map((rule) => ({ ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false })),
    };
    changeBucket(context, input, { encryption });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export const getBucketEncryption = operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput>({
  handle: (context, input) => ({
    ServerSideEncryptionConfiguration: findBucket(context, input).encryption,
  }),
});

/** Back to what every bucket has. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export const deleteBucketEncryption = operation<DeleteBucketEncryptionRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { encryption: defaultEncryption });
    return {};
  },
});

/** Checked and stored; nothing expires or moves by it. */
export const putBucketLifecycleConfiguration = operation<
  PutBucketLifecycleConfigurationRequest,
  PutBucketLifecycleConfigurationOutput
>({
  handle(context, input) {
    const rules = storedLifecycleRules(input.LifecycleConfiguration?.Rules, () => context.ids.uuid());
    const minimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
    changeBucket(context, input, { lifecycle: { rules, minimumSize } });
    return { TransitionDefaultMinimumObjectSize: minimumSize };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const getBucketLifecycleConfiguration = operation<
  GetBucketLifecycleConfigurationRequest,
  GetBucketLifecycleConfigurationOutput
>({
  handle(context, input) {
    const { lifecycle } = findBucket(context, input);
    if (lifecycle === undefined) throw missing.lifecycle();
    return {
      Rules: describeLifecycleRules(lifecycle.rules),
      TransitionDefaultMinimumObjectSize: lifecycle.minimumSize,
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export const deleteBucketLifecycle = operation<DeleteBucketLifecycleRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { lifecycle: undefined });
    return {};
  },
});

/** Stored; nothing is replicated. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html */
export const putBucketReplication = operation<PutBucketReplicationRequest, Record<string, never>>({
  handle(context, input) {
    const { versioning } = findBucket(context, input);
    const replication = input.ReplicationConfiguration;
    if (replication?.Rules === undefined || replication.Rules.length === 0) throw malformedXml();
    if (versioning?.status !== 'Enabled') {
      throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    }
    changeBucket(context, input, { replication });
    return {};
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html */
export const getBucketReplication = operation<GetBucketReplicationRequest, GetBucketReplicationOutput>({
  handle(context, input) {
    const { replication } = findBucket(context, input);
    if (replication === undefined) throw missing.replication();
    return { ReplicationConfiguration: replication };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketReplication.html */
export const deleteBucketReplication = operation<DeleteBucketReplicationRequest, Record<string, never>>({
  handle(context, input) {
    changeBucket(context, input, { replication: undefined });
    return {};
  },
});
