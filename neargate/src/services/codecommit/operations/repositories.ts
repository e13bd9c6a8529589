import type {
  BatchGetRepositoriesInput,
  BatchGetRepositoriesOutput,
  CreateRepositoryInput,
  CreateRepositoryOutput,
  DeleteRepositoryInput,
  DeleteRepositoryOutput,
  GetRepositoryInput,
  GetRepositoryOutput,
  ListRepositoriesInput,
  ListRepositoriesOutput,
} from '@aws-sdk/client-codecommit';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import {
  invalidContinuationToken,
  repositoryNameExists,
  repositoryNamesRequired,
  tooManyRepositoryNames,
} from '../errors.ts';
import {
  describeRepository,
  encryptionKeyArn,
  findRepository,
  referencesOf,
  repositoryArn,
  requireRepositoryName,
} from '../repositories.ts';
import { codecommitTablesOf, referenceKey, type RepositoryRow } from '../store.ts';
import { mergeTags } from '../tags.ts';

const maxNames = 100;
const pageSize = 1000;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateRepository.html */
export const createRepository = operation<CreateRepositoryInput, CreateRepositoryOutput>({
  handle(context, { repositoryName, repositoryDescription, kmsKeyId, tags = {} }) {
    const name = requireRepositoryName(repositoryName);
    const { repositories } = codecommitTablesOf(context);
    if (repositories.has(name)) throw repositoryNameExists(name);
    const nowMs = context.clock.now();
    const row: RepositoryRow = {
      repositoryName: name,
      repositoryId: context.ids.uuid(),
      arn: repositoryArn(context, name),
      repositoryDescription,
      kmsKeyId: encryptionKeyArn(context, kmsKeyId),
      createdAtMs: nowMs,
      lastModifiedAtMs: nowMs,
      tags: mergeTags({}, tags),
      triggers: [],
    };
    repositories.put(name, row);
    return { repositoryMetadata: describeRepository(context, row) };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetRepository.html */
export const getRepository = operation<GetRepositoryInput, GetRepositoryOutput>({
  handle: (context, { repositoryName }) => ({
    repositoryMetadata: describeRepository(context, findRepository(context, repositoryName)),
  }),
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_BatchGetRepositories.html */
export const batchGetRepositories = operation<BatchGetRepositoriesInput, BatchGetRepositoriesOutput>({
  handle(context, { repositoryNames = [] }) {
    if (repositoryNames.length === 0) throw repositoryNamesRequired();
    if (repositoryNames.length > maxNames) throw tooManyRepositoryNames();
    const { repositories } = codecommitTablesOf(context);
    const found = repositoryNames
      .map(requireRepositoryName)
      .map((name) => ({ name, row: repositories.get(name) }));
    return {
      repositories: found.flatMap(({ row }) => (row === undefined ? [] : [describeRepository(context, row)])),
      repositoriesNotFound: found.filter(({ row }) => row === undefined).map(({ name }) => name),
    };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListRepositories.html */
export const listRepositories = operation<ListRepositoriesInput, ListRepositoriesOutput>({
  handle(context, { nextToken, sortBy = 'repositoryName', order = 'ascending' }) {
    const rows = [...codecommitTablesOf(context).repositories.values()].toSorted((left, right) =>
      sortBy === 'repositoryName'
        ? left.repositoryName < right.repositoryName
          ? -1
          : 1
        : left.lastModifiedAtMs - right.lastModifiedAtMs,
    );
    if (order === 'descending') rows.reverse();
    const page = paginate(
      rows,
      (row) => row.repositoryId,
      { token: nextToken, limit: pageSize },
      invalidContinuationToken,
    );
    return {
      repositories: page.items.map(({ repositoryName, repositoryId }) => ({ repositoryName, repositoryId })),
      nextToken: page.nextToken,
    };
  },
});

/**
 * Deleting a repository that does not exist succeeds and answers without an id. The git data under the repository's id is
 * removed by whoever watches the table.
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/API_DeleteRepository.html
 */
export const deleteRepository = operation<DeleteRepositoryInput, DeleteRepositoryOutput>({
  handle(context, { repositoryName }) {
    const tables = codecommitTablesOf(context);
    const row = tables.repositories.get(requireRepositoryName(repositoryName));
    if (row === undefined) return {};
    for (const { fullName } of referencesOf(context, row))
      tables.references.delete(referenceKey(row.repositoryId, fullName));
    tables.repositories.delete(row.repositoryName);
    return { repositoryId: row.repositoryId };
  },
});
