import { constraints } from './constraints.ts';
import { policyEffect } from '../iam/authorization/policy-effect.ts';
import type { ServiceDefinition } from '../operation.ts';
import { getRandomPassword } from './operations/get-random-password.ts';
import { listSecrets, listSecretVersionIds } from './operations/list-secrets.ts';
import { removeRegionsFromReplication, replicateSecretToRegions } from './operations/replication.ts';
import {
  deleteResourcePolicy,
  getResourcePolicy,
  putResourcePolicy,
} from './operations/resource-policies.ts';
import { cancelRotateSecret, rotateSecret } from './operations/rotation.ts';
import {
  createSecret,
  deleteSecret,
  describeSecret,
  restoreSecret,
  updateSecret,
} from './operations/secrets.ts';
import { tagResource, untagResource } from './operations/tagging.ts';
import { updateSecretVersionStage } from './operations/update-secret-version-stage.ts';
import { batchGetSecretValue, getSecretValue, putSecretValue } from './operations/values.ts';

/** AWS Secrets Manager. https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html */
export const secretsmanager = {
  signingName: 'secretsmanager',
  protocol: 'json',
  targetPrefix: 'secretsmanager',
  jsonVersion: '1.1',
  apiVersion: '2017-10-17',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    BatchGetSecretValue: batchGetSecretValue,
    CancelRotateSecret: cancelRotateSecret,
    CreateSecret: createSecret,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteSecret: deleteSecret,
    DescribeSecret: describeSecret,
    GetRandomPassword: getRandomPassword,
    GetResourcePolicy: getResourcePolicy,
    GetSecretValue: getSecretValue,
    ListSecretVersionIds: listSecretVersionIds,
    ListSecrets: listSecrets,
    PutResourcePolicy: putResourcePolicy,
    PutSecretValue: putSecretValue,
    RemoveRegionsFromReplication: removeRegionsFromReplication,
    ReplicateSecretToRegions: replicateSecretToRegions,
    RestoreSecret: restoreSecret,
    RotateSecret: rotateSecret,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateSecret: updateSecret,
    UpdateSecretVersionStage: updateSecretVersionStage,
  },
  stored: {
    PutResourcePolicy: policyEffect,
    ReplicateSecretToRegions: 'no copy is kept there',
    RotateSecret: 'nothing rotates',
  },
} satisfies ServiceDefinition;
