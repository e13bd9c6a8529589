import type { CreateKeyRequest, KeyMetadata } from '@aws-sdk/client-kms';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { samePolicy } from '../equivalence.ts';
import { policyProblems } from '../json-arguments.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagMap } from '../tags.ts';
import { keySchema } from './key-schema.ts';

export const key: ResourceType<AwsClient> = {
  schema: keySchema,
  behaviour: 'real',
  plan: (config) => ({ diagnostics: policyProblems(config, 'policy') }),
  async create(config, environment) {
    const { client } = environment;
    const { KeyMetadata: created } = await client.call('kms', 'CreateKey', {
      BypassPolicyLockoutSafetyCheck: boolOf(config, 'bypass_policy_lockout_safety_check'),
      CustomKeyStoreId: textOf(config, 'custom_key_store_id'),
      Description: textOf(config, 'description'),
      KeySpec: textOf(config, 'customer_master_key_spec') as CreateKeyRequest['KeySpec'],
      KeyUsage: textOf(config, 'key_usage') as CreateKeyRequest['KeyUsage'],
      MultiRegion: boolOf(config, 'multi_region'),
      Policy: textOf(config, 'policy'),
      XksKeyId: textOf(config, 'xks_key_id'),
      Tags: kmsTags(allTags(config)),
      ...(textOf(config, 'custom_key_store_id') === undefined
        ? {}
        : { Origin: textOf(config, 'xks_key_id') === undefined ? 'AWS_CLOUDHSM' : 'EXTERNAL_KEY_STORE' }),
    });
    const KeyId = created?.KeyId ?? '';
    environment.created?.({ id: KeyId, key_id: KeyId, arn: created?.Arn ?? null });
    if (boolOf(config, 'enable_key_rotation') === true) await setRotation(KeyId, config, client);
    if (boolOf(config, 'is_enabled') === false) await client.call('kms', 'DisableKey', { KeyId });
    return existing(await stateOf(KeyId, config, client));
  },
  read: (state, { client }) => stateOf(requiredText(state, 'id'), state, client),
  async update(config, prior, { client }) {
    const KeyId = requiredText(prior, 'id');
    // A disabled key takes few changes: it is enabled before the others, or disabled after them.
    const isEnabled = boolOf(config, 'is_enabled') ?? true;
    const isToggled = hasChanged(config, prior, 'is_enabled');
    if (isToggled && isEnabled) await client.call('kms', 'EnableKey', { KeyId });
    if (hasChanged(config, prior, 'enable_key_rotation', 'rotation_period_in_days')) {
      await setRotation(KeyId, config, client);
    }
    if (hasChanged(config, prior, 'description')) {
      const Description = textOf(config, 'description') ?? '';
      await client.call('kms', 'UpdateKeyDescription', { KeyId, Description });
    }
    const Policy = textOf(config, 'policy');
    if (hasChanged(config, prior, 'policy') && Policy !== undefined) {
      await client.call('kms', 'PutKeyPolicy', {
        KeyId,
        PolicyName: 'default',
        Policy,
        BypassPolicyLockoutSafetyCheck: boolOf(config, 'bypass_policy_lockout_safety_check'),
      });
    }
    if (isToggled && !isEnabled) await client.call('kms', 'DisableKey', { KeyId });
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) await client.call('kms', 'UntagResource', { KeyId, TagKeys: removed });
    if (Object.keys(set).length > 0) await client.call('kms', 'TagResource', { KeyId, Tags: kmsTags(set) });
    return existing(await stateOf(KeyId, config, client));
  },
  async delete(state, { client }) {
    const KeyId = requiredText(state, 'id');
    if ((await findKey(KeyId, client)) === undefined) return;
    const days = numberOf(state, 'deletion_window_in_days') ?? 0;
    await orAbsent(
      client.call('kms', 'ScheduleKeyDeletion', {
        KeyId,
        ...(days === 0 ? {} : { PendingWindowInDays: days }),
      }),
      'NotFoundException',
    );
  },
};

function kmsTags(tags: Readonly<Record<string, string>>): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

async function setRotation(KeyId: string, config: PlainObject, client: AwsClient): Promise<void> {
  if (boolOf(config, 'enable_key_rotation') !== true) {
    await client.call('kms', 'DisableKeyRotation', { KeyId });
    return;
  }
  const days = numberOf(config, 'rotation_period_in_days');
  await client.call('kms', 'EnableKeyRotation', {
    KeyId,
    ...(days === undefined || days === 0 ? {} : { RotationPeriodInDays: days }),
  });
}

/** A key that is there and not going to be deleted. */
async function findKey(KeyId: string, client: AwsClient): Promise<KeyMetadata | undefined> {
  const output = await orAbsent(client.call('kms', 'DescribeKey', { KeyId }), 'NotFoundException');
  const metadata = output?.KeyMetadata;
  return metadata?.KeyState === 'PendingDeletion' ? undefined : metadata;
}

async function stateOf(
  KeyId: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const found = await findKey(KeyId, client);
  if (found === undefined) return undefined;
  const { Policy = '' } = await client.call('kms', 'GetKeyPolicy', { KeyId, PolicyName: 'default' });
  const rotation = await rotationOf(found, client);
  const { Tags = [] } = await client.call('kms', 'ListResourceTags', { KeyId });
  const written = textOf(known, 'policy');
  return {
    id: KeyId,
    key_id: KeyId,
    arn: found.Arn ?? null,
    bypass_policy_lockout_safety_check: known['bypass_policy_lockout_safety_check'] ?? null,
    custom_key_store_id: found.CustomKeyStoreId ?? null,
    customer_master_key_spec: found.KeySpec ?? null,
    deletion_window_in_days: known['deletion_window_in_days'] ?? null,
    description: found.Description ?? '',
    enable_key_rotation: rotation.isEnabled,
    is_enabled: found.Enabled ?? false,
    key_usage: found.KeyUsage ?? null,
    multi_region: found.MultiRegion ?? false,
    policy: written !== undefined && samePolicy(written, Policy) ? written : Policy,
    rotation_period_in_days: rotation.periodDays,
    xks_key_id: found.XksKeyConfiguration?.Id ?? null,
    tags_all: tagMap(Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))),
  };
}

/** Only symmetric keys for encryption rotate. */
async function rotationOf(
  { KeyId, KeySpec, KeyUsage }: KeyMetadata,
  client: AwsClient,
): Promise<{ readonly isEnabled: boolean; readonly periodDays: number | null }> {
  if (KeySpec !== 'SYMMETRIC_DEFAULT' || KeyUsage !== 'ENCRYPT_DECRYPT') {
    return { isEnabled: false, periodDays: null };
  }
  const status = await client.call('kms', 'GetKeyRotationStatus', { KeyId });
  const isEnabled = status.KeyRotationEnabled ?? false;
  return { isEnabled, periodDays: isEnabled ? (status.RotationPeriodInDays ?? null) : null };
}
