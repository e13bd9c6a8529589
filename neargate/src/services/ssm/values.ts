import type { Parameter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { decrypt, encrypt } from '../kms/ciphertext.ts';
import { findUsableKey } from '../kms/find-key.ts';
import { toDate } from '../timestamps.ts';
import { invalidKeyId } from './errors.ts';
import type { SelectedVersion } from './parameters.ts';
import type { ParameterVersionRow } from './store.ts';

export const defaultKeyId = 'alias/aws/ssm';

/** A SecureString's value as it is kept, encrypted with a KMS key and bound to the parameter. Throws InvalidKeyId. */
export function encryptValue(context: OperationContext, arn: string, keyId: string, value: string): string {
  return withKey(() => {
    const key = findUsableKey(context, keyId);
    return encrypt(context, key, Buffer.from(value, 'utf8'), { PARAMETER_ARN: arn }).toString('base64');
  });
}

/** The value as it was put, or the ciphertext of a SecureString that is not to be decrypted. */
export function valueOf(
  context: OperationContext,
  arn: string,
  version: ParameterVersionRow,
  withDecryption: boolean | undefined,
): string {
  if (version.type !== 'SecureString' || withDecryption !== true) return version.value;
  return withKey(() => {
    const blob = Buffer.from(version.value, 'base64');
    return decrypt(context, blob, { PARAMETER_ARN: arn }).plaintext.toString('utf8');
  });
}

export function describeParameter(
  context: OperationContext,
  { parameter, version, selector }: SelectedVersion,
  withDecryption: boolean | undefined,
): Parameter {
  return {
    Name: parameter.name,
    Type: version.type,
    Value: valueOf(context, parameter.arn, version, withDecryption),
    Version: version.version,
    Selector: selector,
    LastModifiedDate: toDate(version.modifiedAtMs),
    ARN: parameter.arn,
    DataType: version.dataType,
  };
}

function withKey<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwsError) throw invalidKeyId(error.message);
    throw error;
  }
}
