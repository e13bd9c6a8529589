import type { Parameter } from '@aws-sdk/client-ssm';
import type { OperationContext } from '../context.ts';
import { requireDecryptionKey } from '../secretsmanager/encryption-key.ts';
import { findActiveSecret } from '../secretsmanager/secrets.ts';
import { findVersion, noteAccess } from '../secretsmanager/versions.ts';
import { toDate } from '../timestamps.ts';
import { validationError } from './errors.ts';

const prefix = '/aws/reference/secretsmanager/';

export function isSecretReference(name: string): boolean {
  return name.startsWith(prefix);
}

/**
 * A secret of Secrets Manager, read as if it were a parameter.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
 */
export function readSecret(
  context: OperationContext,
  name: string,
  withDecryption: boolean | undefined,
): Parameter {
  if (withDecryption !== true) {
    throw validationError('WithDecryption flag must be True for retrieving a Secret Manager secret.');
  }
  const secret = findActiveSecret(context, name.slice(prefix.length));
  const version = findVersion(context, secret, {});
  requireDecryptionKey(context, secret);
  noteAccess(context, secret, version);
  const { string, binary } = version.value;
  return {
    Name: name,
    Type: 'SecureString',
    Value: string ?? binary,
    Version: 0,
    SourceResult: JSON.stringify({ ARN: secret.arn, name: secret.name, versionId: version.versionId }),
    LastModifiedDate: toDate(version.createdAtMs),
    ARN: secret.arn,
    DataType: 'text',
  };
}
