import type {
  CreateBranchInput,
  DeleteBranchInput,
  DeleteBranchOutput,
  GetBranchInput,
  GetBranchOutput,
  ListBranchesInput,
  ListBranchesOutput,
} from '@aws-sdk/client-codecommit';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { findBranch, requireBranchName } from '../branches.ts';
import { requireCommit, requireCommitId } from '../commits.ts';
import {
  branchNameExists,
  defaultBranchCannotBeDeleted,
  invalidContinuationToken,
  referenceChangedMeanwhile,
} from '../errors.ts';
import { recordReferences } from '../record-references.ts';
import { findRepository, referencesOf } from '../repositories.ts';

const pageSize = 1000;
const headsPrefix = 'refs/heads/';

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListBranches.html */
export const listBranches = operation<ListBranchesInput, ListBranchesOutput>({
  handle(context, { repositoryName, nextToken }) {
    const names = referencesOf(context, findRepository(context, repositoryName))
      .filter(({ fullName }) => fullName.startsWith(headsPrefix))
      .map(({ fullName }) => fullName.slice(headsPrefix.length))
      .toSorted();
    const page = paginate(
      names,
      (name) => name,
      { token: nextToken, limit: pageSize },
      invalidContinuationToken,
    );
    return { branches: page.items, nextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetBranch.html */
export const getBranch = operation<GetBranchInput, GetBranchOutput>({
  handle(context, { repositoryName, branchName }) {
    return { branch: { ...findBranch(context, findRepository(context, repositoryName), branchName) } };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateBranch.html */
export const createBranch = operation<CreateBranchInput, Record<string, never>>({
  handle(context, { repositoryName, branchName, commitId }) {
    const repository = findRepository(context, repositoryName);
    const name = requireBranchName(branchName);
    const id = requireCommitId(commitId);
    const git = context.git.open(regionalScope(context.caller), repository.repositoryId);
    requireCommit(git, id);
    const fullName = `${headsPrefix}${name}`;
    if (!git.moveReference({ fullName, from: undefined, to: id })) throw branchNameExists(name);
    recordReferences(context, repository);
    return {};
  },
});

/**
 * Deleting a branch that does not exist succeeds and answers without one.
 * https://docs.aws.amazon.com/codecommit/latest/APIReference/API_DeleteBranch.html
 */
export const deleteBranch = operation<DeleteBranchInput, DeleteBranchOutput>({
  handle(context, { repositoryName, branchName }) {
    const repository = findRepository(context, repositoryName);
    const name = requireBranchName(branchName);
    if (name === repository.defaultBranch) throw defaultBranchCannotBeDeleted(name);
    const fullName = `${headsPrefix}${name}`;
    const git = context.git.open(regionalScope(context.caller), repository.repositoryId);
    const existing = git.references().find((reference) => reference.fullName === fullName);
    if (existing === undefined) return {};
    if (!git.moveReference({ fullName, from: existing.objectId, to: undefined }))
      throw referenceChangedMeanwhile();
    recordReferences(context, repository);
    return { deletedBranch: { branchName: name, commitId: existing.commitId } };
  },
});
