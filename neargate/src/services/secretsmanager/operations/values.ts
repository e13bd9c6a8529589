import type {
  BatchGetSecretValueRequest,
  BatchGetSecretValueResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { requireDecryptionKey } from '../encryption-key.ts';
import { invalidNextToken, invalidParameter } from '../errors.ts';
import { matchesFilters } from '../filters.ts';
import { refuseTwoValues } from '../request.ts';
import { changeSecret, findActiveSecret, findChangeableSecret } from '../secrets.ts';
import { secretsTablesOf } from '../store.ts';
import { findVersion, noteAccess, putVersion, valueOf } from '../versions.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const getSecretValue = operation<GetSecretValueRequest, GetSecretValueResponse>({
  handle: readValue,
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
export const batchGetSecretValue = operation<BatchGetSecretValueRequest, BatchGetSecretValueResponse>({
  handle(context, { SecretIdList: ids, Filters: filters, MaxResults: limit = 20, NextToken: token }) {
    if ((ids === undefined) === (filters === undefined)) {
      throw invalidParameter('You must include Filters or SecretIdList, but not both.');
    }
    const named =
      ids ??
      [...secretsTablesOf(context).secrets.values()]
        .filter((row) => row.deletion === undefined && matchesFilters(row, filters ?? []))
        .map(({ arn }) => arn);
    const page = paginate(named, (id) => id, { token, limit }, invalidNextToken);
    const values: GetSecretValueResponse[] = [];
    const errors: NonNullable<BatchGetSecretValueResponse['Errors']> = [];
    for (const id of page.items) {
      try {
        values.push(readValue(context, { SecretId: id }));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
      }
    }
    return { SecretValues: values, Errors: errors, NextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export const putSecretValue = operation<PutSecretValueRequest, PutSecretValueResponse>({
  handle(context, input) {
    refuseTwoValues(input);
    const value = valueOf(input);
    if (value === undefined) {
      throw invalidParameter('You must provide either SecretString or SecretBinary.');
    }
    const secret = findChangeableSecret(context, input.SecretId);
    const version = putVersion(context, secret, {
      token: input.ClientRequestToken,
      value,
      stages: input.VersionStages,
    });
    changeSecret(context, secret, {});
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.versionId,
      VersionStages: [...version.stages],
    };
  },
});

function readValue(context: OperationContext, input: GetSecretValueRequest): GetSecretValueResponse {
  const secret = findActiveSecret(context, input.SecretId);
  const version = findVersion(context, secret, { versionId: input.VersionId, stage: input.VersionStage });
  requireDecryptionKey(context, secret);
  noteAccess(context, secret, version);
  const { string, binary } = version.value;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    SecretString: string,
    SecretBinary: binary === undefined ? undefined : Buffer.from(binary, 'base64'),
    VersionStages: [...version.stages],
    CreatedDate: toDate(version.createdAtMs),
  };
}
