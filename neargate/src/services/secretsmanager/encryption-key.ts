import { AwsError } from '../../core/aws-error.ts';
import { parseArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { findUsableKey } from '../kms/find-key.ts';
import { decryptionFailure, encryptionFailure } from './errors.ts';
import type { SecretRow } from './store.ts';

/**
 * Values are not encrypted here, but a key that does not exist or is disabled fails as it does on AWS. A key of another
 * account cannot be looked at, and is taken as it is.
 */
export function requireEncryptionKey(
  context: OperationContext,
  { kmsKeyId }: Pick<SecretRow, 'kmsKeyId'>,
): void {
  requireKey(context, kmsKeyId, encryptionFailure);
}

export function requireDecryptionKey(
  context: OperationContext,
  { kmsKeyId }: Pick<SecretRow, 'kmsKeyId'>,
): void {
  requireKey(context, kmsKeyId, decryptionFailure);
}

function requireKey(
  context: OperationContext,
  keyId: string | undefined,
  failure: (cause: string) => AwsError,
): void {
  if (keyId === undefined) return;
  const accountId = parseArn(keyId)?.accountId;
  if (accountId !== undefined && accountId !== context.caller.accountId) return;
  try {
    findUsableKey(context, keyId);
  } catch (error) {
    if (error instanceof AwsError) throw failure(error.message);
    throw error;
  }
}
