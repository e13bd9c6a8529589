import type { MasterUserSecret } from '@aws-sdk/client-rds';
import type { Plain } from '../../../terraform/provider.ts';

/** A version such as `18` stands for every minor version of it. */
export function versionForm(known: string | undefined, actual: string): string {
  return known !== undefined && (actual === known || actual.startsWith(`${known}.`)) ? known : actual;
}

export function masterUserSecretState(secret: MasterUserSecret | undefined): Plain {
  if (secret === undefined) return [];
  return [
    {
      kms_key_id: secret.KmsKeyId ?? null,
      secret_arn: secret.SecretArn ?? null,
      secret_status: secret.SecretStatus ?? null,
    },
  ];
}
