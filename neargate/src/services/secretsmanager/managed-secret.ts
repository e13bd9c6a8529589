import type { OperationContext } from '../context.ts';
import { createSecretRow } from './create-secret.ts';
import { forgetSecret, lookUpSecret } from './secrets.ts';

export interface ManagedSecretRequest {
  readonly name: string;
  readonly description: string;
  readonly secretString: string;
  readonly kmsKeyId?: string | undefined;
}

/**
 * Makes a secret on behalf of another service, such as the master password that RDS keeps. Returns its ARN. The service is
 * the part of the name before `!`; until it deletes the secret, nobody else can change its value.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
 */
export function createManagedSecret(context: OperationContext, request: ManagedSecretRequest): string {
  const owningService = request.name.slice(0, request.name.indexOf('!'));
  const { secret } = createSecretRow(context, {
    name: request.name,
    description: request.description,
    value: { string: request.secretString },
    kmsKeyId: request.kmsKeyId,
    owningService,
  });
  return secret.arn;
}

/** Deletes such a secret at once, as its service does when the resource it belongs to goes. Nothing happens when it is gone. */
export function deleteManagedSecret(context: OperationContext, arn: string): void {
  const secret = lookUpSecret(context, arn);
  if (secret !== undefined) forgetSecret(context, secret);
}
