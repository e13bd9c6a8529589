import type {
  CreateSecretRequest,
  CreateSecretResponse,
  DeleteSecretRequest,
  DeleteSecretResponse,
  DescribeSecretRequest,
  DescribeSecretResponse,
  RestoreSecretRequest,
  RestoreSecretResponse,
  UpdateSecretRequest,
  UpdateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { createSecretRow } from '../create-secret.ts';
import { describeReplicas, describeSecretRow, stagesByVersion } from '../describe-secret.ts';
import { invalidParameter, managedByService, markedForDeletion } from '../errors.ts';
import {
  changeSecret,
  findActiveSecret,
  findChangeableSecret,
  findSecret,
  forgetSecret,
  lookUpSecret,
} from '../secrets.ts';
import { refuseTwoValues } from '../request.ts';
import { putVersion, valueOf } from '../versions.ts';

const dayMs = 24 * 60 * 60 * 1000;
const defaultRecoveryDays = 30;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const createSecret = operation<CreateSecretRequest, CreateSecretResponse>({
  handle(context, input) {
    refuseTwoValues(input);
    const { secret, version } = createSecretRow(context, {
      name: input.Name ?? '',
      description: input.Description,
      kmsKeyId: input.KmsKeyId,
      type: input.Type,
      tags: input.Tags,
      replicas: (input.AddReplicaRegions ?? []).map(({ Region = '', KmsKeyId: kmsKeyId }) => ({
        region: Region,
        kmsKeyId,
      })),
      value: valueOf(input),
      token: input.ClientRequestToken,
    });
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version?.versionId,
      ReplicationStatus: describeReplicas(secret),
    };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html */
export const updateSecret = operation<UpdateSecretRequest, UpdateSecretResponse>({
  handle(context, input) {
    refuseTwoValues(input);
    const found = findChangeableSecret(context, input.SecretId);
    const secret = changeSecret(context, found, {
      description: input.Description ?? found.description,
      kmsKeyId: input.KmsKeyId ?? found.kmsKeyId,
      type: input.Type ?? found.type,
    });
    const value = valueOf(input);
    const version = value && putVersion(context, secret, { token: input.ClientRequestToken, value });
    return { ARN: secret.arn, Name: secret.name, VersionId: version?.versionId };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const describeSecret = operation<DescribeSecretRequest, DescribeSecretResponse>({
  handle(context, input) {
    const row = findSecret(context, input.SecretId);
    return {
      ...describeSecretRow(row),
      VersionIdsToStages: stagesByVersion(context, row),
      ReplicationStatus: describeReplicas(row),
    };
  },
});

/**
 * Forcing the deletion of a secret that is not there succeeds, so that a client may repeat it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export const deleteSecret = operation<DeleteSecretRequest, DeleteSecretResponse>({
  handle(context, { SecretId: id = '', RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: force }) {
    if (force === true && days !== undefined) {
      throw invalidParameter(
        "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
      );
    }
    if (days !== undefined && (days < 7 || days > 30)) {
      throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
    }
    const nowMs = context.clock.now();
    const found = force === true ? lookUpSecret(context, id) : findSecret(context, id);
    if (found === undefined) return { Name: id, DeletionDate: new Date(nowMs) };
    if (found.owningService !== undefined) throw managedByService(found.owningService);
    if (force === true) {
      forgetSecret(context, found);
      return { ARN: found.arn, Name: found.name, DeletionDate: new Date(nowMs) };
    }
    if (found.deletion !== undefined) throw markedForDeletion();
    const dueAtMs = nowMs + (days ?? defaultRecoveryDays) * dayMs;
    changeSecret(context, found, { deletion: { requestedAtMs: nowMs, dueAtMs } });
    return { ARN: found.arn, Name: found.name, DeletionDate: new Date(dueAtMs) };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html */
export const restoreSecret = operation<RestoreSecretRequest, RestoreSecretResponse>({
  handle(context, input) {
    const row = changeSecret(context, findSecret(context, input.SecretId), { deletion: undefined });
    const { arn, name } = findActiveSecret(context, row.arn);
    return { ARN: arn, Name: name };
  },
});
