import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  CreateKeyRequest,
  CreateKeyResponse,
  DescribeKeyRequest,
  DescribeKeyResponse,
  DisableKeyRequest,
  EnableKeyRequest,
  ListKeysRequest,
  ListKeysResponse,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
  UpdateKeyDescriptionRequest,
} from '@aws-sdk/client-kms';
import { operation } from '../../operation.ts';
import { describeKeyRow } from '../describe-key.ts';
import { notPendingDeletion, unsupported } from '../errors.ts';
import { findChangeableKey, findCustomerKey, findKey } from '../find-key.ts';
import { checkKeyPolicy } from '../key-policy.ts';
import { defaultKeyPolicy, putKey } from '../keys.ts';
import { pageOf } from '../paging.ts';
import { keyIdInput } from '../request.ts';
import { kmsTablesOf } from '../store.ts';
import { mergeTags } from '../tags.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Keys of every spec are stored; those of SYMMETRIC_DEFAULT encrypt. Material is always Neargate's own. */
export const createKey = operation<CreateKeyRequest, CreateKeyResponse>({
  handle(context, input) {
    if (input.Origin !== undefined && input.Origin !== 'AWS_KMS') {
      throw unsupported(`Neargate has no key material of the origin ${input.Origin}.`);
    }
    const policy = input.Policy ?? defaultKeyPolicy(context.caller.accountId);
    checkKeyPolicy(context, policy, input.BypassPolicyLockoutSafetyCheck === true);
    const row = putKey(context, {
      description: input.Description ?? '',
      manager: 'CUSTOMER',
      keySpec: input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT',
      keyUsage: input.KeyUsage ?? 'ENCRYPT_DECRYPT',
      multiRegion: input.MultiRegion ?? false,
      policy,
      tags: mergeTags([], input.Tags),
    });
    return { KeyMetadata: describeKeyRow(context, row) };
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export const describeKey = operation<DescribeKeyRequest, DescribeKeyResponse>({
  handle: (context, input) => ({ KeyMetadata: describeKeyRow(context, findKey(context, input.KeyId)) }),
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html */
export const listKeys = operation<ListKeysRequest, ListKeysResponse>({
  handle(context, input) {
    const rows = [...kmsTablesOf(context).keys.values()].filter(
      ({ deletionAtMs }) => deletionAtMs === undefined || deletionAtMs > context.clock.now(),
    );
    const { items, paging } = pageOf(rows, ({ keyId }) => keyId, input);
    return { Keys: items.map(({ keyId, arn }) => ({ KeyId: keyId, KeyArn: arn })), ...paging };
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html */
export const updateKeyDescription = operation<UpdateKeyDescriptionRequest, Record<string, never>>({
  handle(context, input) {
    const row = findChangeableKey(context, input.KeyId);
    kmsTablesOf(context).keys.put(row.keyId, { ...row, description: input.Description ?? '' });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html */
export const enableKey = operation<EnableKeyRequest, Record<string, never>>({
  handle(context, input) {
    const row = findChangeableKey(context, input.KeyId);
    kmsTablesOf(context).keys.put(row.keyId, { ...row, enabled: true });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html */
export const disableKey = operation<DisableKeyRequest, Record<string, never>>({
  handle(context, input) {
    const row = findChangeableKey(context, input.KeyId);
    kmsTablesOf(context).keys.put(row.keyId, { ...row, enabled: false });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const scheduleKeyDeletion = operation<ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse>({
  input: { KeyId: keyIdInput, PendingWindowInDays: { min: 7, max: 30 } },
  handle(context, { KeyId: keyId, PendingWindowInDays: days = 30 }) {
    const row = findChangeableKey(context, keyId);
    const deletionAtMs = context.clock.now() + days * dayMs;
    kmsTablesOf(context).keys.put(row.keyId, { ...row, deletionAtMs });
    return {
      KeyId: row.arn,
      DeletionDate: new Date(deletionAtMs),
      KeyState: 'PendingDeletion',
      PendingWindowInDays: days,
    };
  },
});

/** The key comes back disabled. https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html */
export const cancelKeyDeletion = operation<CancelKeyDeletionRequest, CancelKeyDeletionResponse>({
  handle(context, input) {
    const row = findCustomerKey(context, input.KeyId);
    if (row.deletionAtMs === undefined) throw notPendingDeletion(row.arn);
    kmsTablesOf(context).keys.put(row.keyId, { ...row, deletionAtMs: undefined, enabled: false });
    return { KeyId: row.arn };
  },
});
