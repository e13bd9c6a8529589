import type {
  DisableKeyRotationRequest,
  EnableKeyRotationRequest,
  GetKeyRotationStatusRequest,
  GetKeyRotationStatusResponse,
} from '@aws-sdk/client-kms';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { keyDisabled, unsupported } from '../errors.ts';
import { findChangeableKey, findKey } from '../find-key.ts';
import { type KeyRow, kmsTablesOf } from '../store.ts';

/** Stored: no key is rotated, so that no date of a next rotation is answered either. */
export const enableKeyRotation = operation<EnableKeyRotationRequest, Record<string, never>>({
  handle(context, input) {
    const row = findRotatableKey(context, input.KeyId);
    kmsTablesOf(context).keys.put(row.keyId, {
      ...row,
      rotationEnabled: true,
      rotationPeriodDays: input.RotationPeriodInDays ?? 365,
    });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html */
export const disableKeyRotation = operation<DisableKeyRotationRequest, Record<string, never>>({
  handle(context, input) {
    const row = findRotatableKey(context, input.KeyId);
    kmsTablesOf(context).keys.put(row.keyId, { ...row, rotationEnabled: false });
    return {};
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
export const getKeyRotationStatus = operation<GetKeyRotationStatusRequest, GetKeyRotationStatusResponse>({
  handle(context, input) {
    const { arn, rotationEnabled, rotationPeriodDays } = findKey(context, input.KeyId);
    return {
      KeyId: arn,
      KeyRotationEnabled: rotationEnabled,
      RotationPeriodInDays: rotationEnabled ? rotationPeriodDays : undefined,
    };
  },
});

function findRotatableKey(context: OperationContext, keyId: string | undefined): KeyRow {
  const row = findChangeableKey(context, keyId);
  if (!row.enabled) throw keyDisabled(row.arn);
  if (row.keySpec !== 'SYMMETRIC_DEFAULT') {
    throw unsupported('You cannot rotate the key material of asymmetric and HMAC KMS keys.');
  }
  return row;
}
