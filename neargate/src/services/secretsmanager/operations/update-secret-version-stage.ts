import type {
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { changeSecret, findChangeableSecret } from '../secrets.ts';
import { currentStage, findVersion, moveStage, versionWithStage } from '../versions.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
export const updateSecretVersionStage = operation<
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse
>({
  handle(context, input) {
    const { VersionStage: stage = '', RemoveFromVersionId: from, MoveToVersionId: to } = input;
    const secret = findChangeableSecret(context, input.SecretId);
    const holder = versionWithStage(context, secret, stage);
    if (from !== undefined && holder?.versionId !== from) {
      throw invalidParameter(`The staging label ${stage} isn't attached to version ${from}.`);
    }
    if (to !== undefined) {
      findVersion(context, secret, { versionId: to });
      if (holder !== undefined && holder.versionId !== to && from === undefined) {
        throw invalidParameter(
          `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.versionId}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
      }
    } else if (stage === currentStage) {
      throw invalidParameter(
        `You can't remove the staging label ${currentStage} from a version without moving it to another.`,
      );
    }
    moveStage(context, secret, stage, to);
    changeSecret(context, secret, {});
    return { ARN: secret.arn, Name: secret.name };
  },
});
