import type { CreateSecretRequest, CreateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import type { Operation, ServiceDefinition } from '../operation.ts';
import { secretsmanager } from './secretsmanager.ts';

export interface ManagedSecretRequest {
  readonly name: string;
  readonly description: string;
  readonly secretString: string;
  readonly kmsKeyId?: string | undefined;
}

/** Makes a secret on behalf of another service, such as the master password that RDS keeps. Returns its ARN. */
export function createManagedSecret(context: OperationContext, request: ManagedSecretRequest): string {
  const { operations }: ServiceDefinition = secretsmanager;
  const createSecret = operations['CreateSecret'] as
    | Operation<CreateSecretRequest, CreateSecretResponse>
    | undefined;
  const arn = createSecret?.handle(context, {
    Name: request.name,
    Description: request.description,
    SecretString: request.secretString,
    KmsKeyId: request.kmsKeyId,
    ClientRequestToken: context.ids.uuid(),
  }).ARN;
  if (arn === undefined) {
    throw new AwsError(
      'OperationNotPermitted',
      'Neargate does not support secrets managed by a service yet.',
    );
  }
  return arn;
}

/** Deletes such a secret at once, as its service does when the resource it belongs to goes. Nothing happens when it is gone. */
export function deleteManagedSecret(context: OperationContext, arn: string): void {
  const { operations }: ServiceDefinition = secretsmanager;
  const deleteSecret = operations['DeleteSecret'] as
    | Operation<{ SecretId: string; ForceDeleteWithoutRecovery: boolean }, unknown>
    | undefined;
  try {
    deleteSecret?.handle(context, { SecretId: arn, ForceDeleteWithoutRecovery: true });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
  }
}
