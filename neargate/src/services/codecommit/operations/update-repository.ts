import type {
  UpdateDefaultBranchInput,
  UpdateRepositoryDescriptionInput,
  UpdateRepositoryEncryptionKeyInput,
  UpdateRepositoryEncryptionKeyOutput,
  UpdateRepositoryNameInput,
} from '@aws-sdk/client-codecommit';
import { type OperationContext, regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { encryptionKeyRequired, repositoryNameExists } from '../errors.ts';
import { encryptionKeyArn, findRepository, repositoryArn, requireRepositoryName } from '../repositories.ts';
import { findBranch } from '../branches.ts';
import { codecommitTablesOf, type RepositoryRow } from '../store.ts';

type Empty = Record<string, never>;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UpdateRepositoryName.html */
export const updateRepositoryName = operation<UpdateRepositoryNameInput, Empty>({
  handle(context, { oldName, newName }) {
    const before = findRepository(context, oldName);
    const repositoryName = requireRepositoryName(newName);
    const { repositories } = codecommitTablesOf(context);
    if (repositories.has(repositoryName)) throw repositoryNameExists(repositoryName);
    repositories.delete(before.repositoryName);
    return put(context, { ...before, repositoryName, arn: repositoryArn(context, repositoryName) });
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UpdateRepositoryDescription.html */
export const updateRepositoryDescription = operation<UpdateRepositoryDescriptionInput, Empty>({
  handle(context, { repositoryName, repositoryDescription }) {
    const before = findRepository(context, repositoryName);
    const isEmpty = repositoryDescription === undefined || repositoryDescription === '';
    return put(context, { ...before, repositoryDescription: isEmpty ? undefined : repositoryDescription });
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UpdateDefaultBranch.html */
export const updateDefaultBranch = operation<UpdateDefaultBranchInput, Empty>({
  handle(context, { repositoryName, defaultBranchName }) {
    const before = findRepository(context, repositoryName);
    const { branchName } = findBranch(context, before, defaultBranchName);
    context.git.open(regionalScope(context.caller), before.repositoryId).pointHeadAt(branchName);
    return put(context, { ...before, defaultBranch: branchName });
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_UpdateRepositoryEncryptionKey.html */
export const updateRepositoryEncryptionKey = operation<
  UpdateRepositoryEncryptionKeyInput,
  UpdateRepositoryEncryptionKeyOutput
>({
  handle(context, { repositoryName, kmsKeyId: given }) {
    const before = findRepository(context, repositoryName);
    if (given === undefined || given === '') throw encryptionKeyRequired();
    const kmsKeyId = encryptionKeyArn(context, given);
    put(context, { ...before, kmsKeyId });
    return { repositoryId: before.repositoryId, kmsKeyId, originalKmsKeyId: before.kmsKeyId };
  },
});

function put(context: OperationContext, row: RepositoryRow): Empty {
  codecommitTablesOf(context).repositories.put(row.repositoryName, {
    ...row,
    lastModifiedAtMs: context.clock.now(),
  });
  return {};
}
