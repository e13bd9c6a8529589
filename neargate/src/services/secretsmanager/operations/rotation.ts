import type {
  CancelRotateSecretRequest,
  CancelRotateSecretResponse,
  RotateSecretRequest,
  RotateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { invalidRequest } from '../errors.ts';
import { changeSecret, findChangeableSecret } from '../secrets.ts';

/**
 * Stores the rotation's settings and nothing more: no function is called and no version is made, so the answer names none.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export const rotateSecret = operation<RotateSecretRequest, RotateSecretResponse>({
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId);
    const lambdaArn = input.RotationLambdaARN ?? secret.rotation?.lambdaArn;
    if (lambdaArn === undefined) {
      throw invalidRequest('No Lambda rotation function ARN is associated with this secret.');
    }
    const rules = input.RotationRules ?? secret.rotation?.rules;
    changeSecret(context, secret, {
      rotation: { enabled: true, lambdaArn, ...(rules === undefined ? {} : { rules }) },
    });
    return { ARN: secret.arn, Name: secret.name };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html */
export const cancelRotateSecret = operation<CancelRotateSecretRequest, CancelRotateSecretResponse>({
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId);
    const { rotation } = secret;
    if (rotation !== undefined) changeSecret(context, secret, { rotation: { ...rotation, enabled: false } });
    return { ARN: secret.arn, Name: secret.name };
  },
});
