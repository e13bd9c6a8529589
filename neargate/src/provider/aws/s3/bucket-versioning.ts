import { errorDiagnostic } from '../../../core/diagnostics.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, textOf } from '../../arguments.ts';
import { bucketVersioningSchema } from './bucket-versioning-schema.ts';
import { type BucketSetting, bucketSettingType } from './setting.ts';

const statusOf = (object: PlainObject) => textOf(blockOf(object, 'versioning_configuration') ?? {}, 'status');

const versioning: BucketSetting = {
  schema: bucketVersioningSchema,
  absent: ['NoSuchBucket'],
  plan(config, prior) {
    const before = prior === undefined ? undefined : statusOf(prior);
    if (statusOf(config) !== 'Disabled' || before === undefined || before === 'Disabled') return {};
    const finding = `versioning_configuration.status cannot be updated from '${before}' to 'Disabled'`;
    return { diagnostics: [errorDiagnostic(finding, '')] };
  },
  async put(bucket, config, client) {
    const status = statusOf(config);
    // A bucket that never had versions has no status that could be put.
    if (status === 'Disabled') return;
    const mfaDelete = textOf(blockOf(config, 'versioning_configuration') ?? {}, 'mfa_delete');
    await client.call('s3', 'PutBucketVersioning', {
      ...bucket,
      MFA: textOf(config, 'mfa'),
      VersioningConfiguration: {
        Status: status as 'Enabled' | 'Suspended',
        ...(mfaDelete === undefined ? {} : { MFADelete: mfaDelete as 'Enabled' | 'Disabled' }),
      },
    });
  },
  async get(bucket, known, client) {
    const { Status, MFADelete } = await client.call('s3', 'GetBucketVersioning', bucket);
    return {
      mfa: known['mfa'] ?? null,
      versioning_configuration: [{ status: Status ?? 'Disabled', mfa_delete: MFADelete ?? '' }],
    };
  },
  async remove(bucket, state, client) {
    if (statusOf(state) === 'Disabled') return;
    await client.call('s3', 'PutBucketVersioning', {
      ...bucket,
      VersioningConfiguration: { Status: 'Suspended' },
    });
  },
};

/** Versions are really kept. */
export const bucketVersioning = bucketSettingType({ ...versioning, behaviour: 'real' });
