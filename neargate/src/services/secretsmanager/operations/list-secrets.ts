import type {
  ListSecretsRequest,
  ListSecretsResponse,
  ListSecretVersionIdsRequest,
  ListSecretVersionIdsResponse,
  SortByType,
} from '@aws-sdk/client-secrets-manager';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { describeSecretRow, stagesByVersion } from '../describe-secret.ts';
import { invalidNextToken } from '../errors.ts';
import { matchesFilters } from '../filters.ts';
import { findSecret } from '../secrets.ts';
import { type SecretRow, secretsTablesOf, versionsOf } from '../store.ts';

const sortKeys: Readonly<Record<SortByType, (row: SecretRow) => number | string>> = {
  name: ({ name }) => name,
  'created-date': ({ createdAtMs }) => createdAtMs,
  'last-changed-date': ({ lastChangedAtMs }) => lastChangedAtMs,
  'last-accessed-date': ({ lastAccessedAtMs }) => lastAccessedAtMs ?? 0,
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html */
export const listSecrets = operation<ListSecretsRequest, ListSecretsResponse>({
  handle(context, input) {
    const nowMs = context.clock.now();
    const sortKey = sortKeys[input.SortBy ?? 'created-date'];
    const rows = [...secretsTablesOf(context).secrets.values()]
      .filter(({ deletion }) =>
        input.IncludePlannedDeletion === true
          ? deletion === undefined || deletion.dueAtMs > nowMs
          : deletion === undefined,
      )
      .filter((row) => matchesFilters(row, input.Filters ?? []))
      .toSorted((left, right) => compare(sortKey(left), sortKey(right)));
    if (input.SortOrder === 'desc') rows.reverse();
    const request = { token: input.NextToken, limit: input.MaxResults ?? 100 };
    const page = paginate(rows, ({ arn }) => arn, request, invalidNextToken);
    return {
      SecretList: page.items.map((row) => ({
        ...describeSecretRow(row),
        SecretVersionsToStages: stagesByVersion(context, row),
      })),
      NextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html */
export const listSecretVersionIds = operation<ListSecretVersionIdsRequest, ListSecretVersionIdsResponse>({
  handle(context, input) {
    const secret = findSecret(context, input.SecretId);
    const rows = versionsOf(secretsTablesOf(context), secret.arn).filter(
      ({ stages }) => input.IncludeDeprecated === true || stages.length > 0,
    );
    const request = { token: input.NextToken, limit: input.MaxResults ?? 100 };
    const page = paginate(rows, ({ versionId }) => versionId, request, invalidNextToken);
    return {
      ARN: secret.arn,
      Name: secret.name,
      Versions: page.items.map((row) => ({
        VersionId: row.versionId,
        VersionStages: row.stages.length === 0 ? undefined : [...row.stages],
        LastAccessedDate: toDate(row.lastAccessedAtMs),
        CreatedDate: toDate(row.createdAtMs),
        KmsKeyIds: [secret.kmsKeyId ?? 'DefaultEncryptionKey'],
      })),
      NextToken: page.nextToken,
    };
  },
});

function compare(left: number | string, right: number | string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
