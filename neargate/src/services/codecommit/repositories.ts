import type { RepositoryMetadata } from '@aws-sdk/client-codecommit';
import { formatArn } from '../../core/arn.ts';
import type { OperationContext } from '../context.ts';
import { toDate } from '../timestamps.ts';
import {
  encryptionKeyInvalidId,
  invalidRepositoryName,
  repositoryDoesNotExist,
  repositoryNameRequired,
} from './errors.ts';
import { codecommitTablesOf, type ReferenceRow, type RepositoryRow } from './store.ts';

/** The name; throws when it is missing or could not be a repository's. */
export function requireRepositoryName(name: string | undefined): string {
  if (name === undefined || name === '') throw repositoryNameRequired();
  if (!/^[\w.-]{1,100}$/.test(name) || name.endsWith('.git')) throw invalidRepositoryName(name);
  return name;
}

export function findRepository(context: OperationContext, name: string | undefined): RepositoryRow {
  const row = codecommitTablesOf(context).repositories.get(requireRepositoryName(name));
  if (row === undefined) throw repositoryDoesNotExist(name ?? '');
  return row;
}

/** The branches and tags that were last seen in the repository. */
export function referencesOf(context: OperationContext, { repositoryId }: RepositoryRow): ReferenceRow[] {
  return [...codecommitTablesOf(context).references.values()].filter(
    (row) => row.repositoryId === repositoryId,
  );
}

export function repositoryArn({ caller }: OperationContext, name: string): string {
  const { partition, region, accountId } = caller;
  return formatArn({ partition, service: 'codecommit', region, accountId, resource: name });
}

/** The key as CodeCommit names it: an ARN, whatever form was given; AWS's own key when none was. */
export function encryptionKeyArn({ caller }: OperationContext, given: string | undefined): string {
  const { partition, region, accountId } = caller;
  const arn = (resource: string) => formatArn({ partition, service: 'kms', region, accountId, resource });
  if (given === undefined) return arn('alias/aws/codecommit');
  if (/^arn:[\w-]+:kms:/.test(given)) return given;
  if (/^alias\/[\w/-]+$/.test(given)) return arn(given);
  if (/^(?:mrk-)?[0-9a-f-]{32,36}$/.test(given)) return arn(`key/${given}`);
  throw encryptionKeyInvalidId(given);
}

/** The HTTP clone URL is this machine's, the SSH one AWS's: there is no SSH door. */
export function describeRepository(context: OperationContext, row: RepositoryRow): RepositoryMetadata {
  const { accountId, region } = context.caller;
  return {
    accountId,
    repositoryId: row.repositoryId,
    repositoryName: row.repositoryName,
    repositoryDescription: row.repositoryDescription,
    defaultBranch: row.defaultBranch,
    lastModifiedDate: toDate(row.lastModifiedAtMs),
    creationDate: toDate(row.createdAtMs),
    cloneUrlHttp: `${context.gatewayUrl}/v1/repos/${row.repositoryName}`,
    cloneUrlSsh: `ssh://git-codecommit.${region}.amazonaws.com/v1/repos/${row.repositoryName}`,
    Arn: row.arn,
    kmsKeyId: row.kmsKeyId,
  };
}
