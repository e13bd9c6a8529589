import type { LifecycleRule, ObjectLockConfiguration, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, boolOf, numberOf, requiredText, textMapOf, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import { type ApiNaming, fromApi, timeText, toApi } from '../api-shape.ts';
import { encryptionNaming } from './encryption-naming.ts';
import { bucketBlock, type InlineSetting } from './inline-setting.ts';
import { replication } from './inline-replication.ts';

const versioning: InlineSetting = {
  argument: 'versioning',
  async write(Bucket, config, client) {
    const block = blockOf(config, 'versioning') ?? {};
    await client.call('s3', 'PutBucketVersioning', {
      Bucket,
      VersioningConfiguration: {
        Status: boolOf(block, 'enabled') === true ? 'Enabled' : 'Suspended',
        MFADelete: boolOf(block, 'mfa_delete') === true ? 'Enabled' : 'Disabled',
      },
    });
  },
  async read(Bucket, _known, client) {
    const { Status, MFADelete } = await client.call('s3', 'GetBucketVersioning', { Bucket });
    return [{ enabled: Status === 'Enabled', mfa_delete: MFADelete === 'Enabled' }];
  },
};

const logging: InlineSetting = {
  argument: 'logging',
  async write(Bucket, config, client) {
    const block = blockOf(config, 'logging');
    await client.call('s3', 'PutBucketLogging', {
      Bucket,
      BucketLoggingStatus:
        block === undefined
          ? {}
          : {
              LoggingEnabled: {
                TargetBucket: requiredText(block, 'target_bucket'),
                TargetPrefix: textOf(block, 'target_prefix') ?? '',
              },
            },
    });
  },
  async read(Bucket, _known, client) {
    const { LoggingEnabled: found } = await client.call('s3', 'GetBucketLogging', { Bucket });
    return found === undefined
      ? []
      : [{ target_bucket: found.TargetBucket ?? null, target_prefix: found.TargetPrefix ?? null }];
  },
};

const acceleration: InlineSetting = {
  argument: 'acceleration_status',
  async write(Bucket, config, client) {
    const Status = (textOf(config, 'acceleration_status') ?? 'Suspended') as 'Enabled' | 'Suspended';
    await client.call('s3', 'PutBucketAccelerateConfiguration', {
      Bucket,
      AccelerateConfiguration: { Status },
    });
  },
  async read(Bucket, _known, client) {
    return (await client.call('s3', 'GetBucketAccelerateConfiguration', { Bucket })).Status ?? '';
  },
};

const encryption: InlineSetting = {
  argument: 'server_side_encryption_configuration',
  async write(Bucket, config, client) {
    const Rules = blocksOf(blockOf(config, 'server_side_encryption_configuration') ?? {}, 'rule').map(
      (rule) => toApi<ServerSideEncryptionRule>(rule, encryptionRule, encryptionNaming),
    );
    await (Rules.length === 0
      ? client.call('s3', 'DeleteBucketEncryption', { Bucket })
      : client.call('s3', 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  },
  async read(Bucket, _known, client) {
    const output = await orAbsent(
      client.call('s3', 'GetBucketEncryption', { Bucket }),
      'ServerSideEncryptionConfigurationNotFoundError',
    );
    const { Rules = [] } = output?.ServerSideEncryptionConfiguration ?? {};
    return Rules.length === 0
      ? []
      : [{ rule: Rules.map((rule) => fromApi(rule, encryptionRule, encryptionNaming)) }];
  },
};

const encryptionRule = bucketBlock('server_side_encryption_configuration').blocks?.['rule'] ?? {
  attributes: {},
};

const objectLockNaming: ApiNaming = { style: 'pascal' };

const objectLock: InlineSetting = {
  argument: 'object_lock_configuration',
  async write(Bucket, config, client) {
    const block = blockOf(config, 'object_lock_configuration');
    if (block === undefined) return;
    const given = toApi<ObjectLockConfiguration>(
      block,
      bucketBlock('object_lock_configuration'),
      objectLockNaming,
    );
    await client.call('s3', 'PutObjectLockConfiguration', {
      Bucket,
      ObjectLockConfiguration: { ...given, ObjectLockEnabled: 'Enabled' },
    });
  },
  async read(Bucket, _known, client) {
    const output = await orAbsent(
      client.call('s3', 'GetObjectLockConfiguration', { Bucket }),
      'ObjectLockConfigurationNotFoundError',
    );
    const found = output?.ObjectLockConfiguration;
    return found === undefined
      ? []
      : [fromApi(found, bucketBlock('object_lock_configuration'), objectLockNaming)];
  },
};

const lifecycle: InlineSetting = {
  argument: 'lifecycle_rule',
  async write(Bucket, config, client) {
    const Rules = blocksOf(config, 'lifecycle_rule').map(lifecycleRule);
    await (Rules.length === 0
      ? client.call('s3', 'DeleteBucketLifecycle', { Bucket })
      : client.call('s3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } }));
  },
  async read(Bucket, _known, client) {
    const output = await orAbsent(
      client.call('s3', 'GetBucketLifecycleConfiguration', { Bucket }),
      'NoSuchLifecycleConfiguration',
    );
    return (output?.Rules ?? []).map(lifecycleBlock);
  },
};

type StorageClass = NonNullable<LifecycleRule['Transitions']>[number]['StorageClass'];

function lifecycleRule(block: PlainObject): LifecycleRule {
  const tags = Object.entries(textMapOf(block, 'tags')).map(([Key, Value]) => ({ Key, Value }));
  const prefix = textOf(block, 'prefix') ?? '';
  const expiration = blockOf(block, 'expiration');
  const noncurrent = blockOf(block, 'noncurrent_version_expiration');
  const abortDays = numberOf(block, 'abort_incomplete_multipart_upload_days');
  const date = (of: PlainObject) => {
    const text = textOf(of, 'date');
    return text === undefined ? {} : { Date: new Date(text) };
  };
  const days = (of: PlainObject) => {
    const count = numberOf(of, 'days');
    return count === undefined || Object.hasOwn(date(of), 'Date') ? {} : { Days: count };
  };
  return {
    ID: textOf(block, 'id'),
    Status: boolOf(block, 'enabled') === true ? 'Enabled' : 'Disabled',
    Filter: tags.length > 0 ? { And: { Prefix: prefix, Tags: tags } } : { Prefix: prefix },
    ...(abortDays === undefined || abortDays === 0
      ? {}
      : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortDays } }),
    ...(expiration === undefined
      ? {}
      : {
          Expiration: {
            ...date(expiration),
            ...days(expiration),
            ...(boolOf(expiration, 'expired_object_delete_marker') === true
              ? { ExpiredObjectDeleteMarker: true }
              : {}),
          },
        }),
    ...(noncurrent === undefined
      ? {}
      : { NoncurrentVersionExpiration: { NoncurrentDays: numberOf(noncurrent, 'days') } }),
    Transitions: blocksOf(block, 'transition').map((transition) => ({
      ...date(transition),
      ...days(transition),
      StorageClass: requiredText(transition, 'storage_class') as StorageClass,
    })),
    NoncurrentVersionTransitions: blocksOf(block, 'noncurrent_version_transition').map((transition) => ({
      NoncurrentDays: numberOf(transition, 'days'),
      StorageClass: requiredText(transition, 'storage_class') as StorageClass,
    })),
  };
}

function lifecycleBlock(rule: LifecycleRule): PlainObject {
  const { And: and, Prefix: prefix, Tag: tag } = rule.Filter ?? {};
  const tags = and?.Tags ?? (tag === undefined ? [] : [tag]);
  const { Expiration: expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  return {
    id: rule.ID ?? null,
    enabled: rule.Status === 'Enabled',
    prefix: and?.Prefix ?? prefix ?? rule.Prefix ?? null,
    tags: Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    abort_incomplete_multipart_upload_days: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? null,
    expiration:
      expiration === undefined
        ? []
        : [
            {
              date: timeText(expiration.Date)?.slice(0, 10) ?? null,
              days: expiration.Days ?? null,
              expired_object_delete_marker: expiration.ExpiredObjectDeleteMarker ?? null,
            },
          ],
    noncurrent_version_expiration:
      noncurrent === undefined ? [] : [{ days: noncurrent.NoncurrentDays ?? null }],
    transition: (rule.Transitions ?? []).map((transition) => ({
      date: timeText(transition.Date)?.slice(0, 10) ?? null,
      days: transition.Days ?? null,
      storage_class: transition.StorageClass ?? null,
    })),
    noncurrent_version_transition: (rule.NoncurrentVersionTransitions ?? []).map((transition) => ({
      days: transition.NoncurrentDays ?? null,
      storage_class: transition.StorageClass ?? null,
    })),
  };
}

/** How the bucket keeps its objects; versioning first, which others need. */
export const dataSettings: readonly InlineSetting[] = [
  versioning,
  logging,
  acceleration,
  encryption,
  objectLock,
  lifecycle,
  replication,
];
