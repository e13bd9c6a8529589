import type {
  GetBranchInput,
  GetBranchOutput,
  ListBranchesInput,
  ListBranchesOutput,
} from '@aws-sdk/client-codecommit';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { branchDoesNotExist, branchNameRequired, invalidContinuationToken } from '../errors.ts';
import { branchesOf, findRepository } from '../repositories.ts';
import { branchKey, codecommitTablesOf } from '../store.ts';

const pageSize = 1000;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_ListBranches.html */
export const listBranches = operation<ListBranchesInput, ListBranchesOutput>({
  handle(context, { repositoryName, nextToken }) {
    const names = branchesOf(context, findRepository(context, repositoryName))
      .map(({ branchName }) => branchName)
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
    const { repositoryId } = findRepository(context, repositoryName);
    if (branchName === undefined || branchName === '') throw branchNameRequired();
    const row = codecommitTablesOf(context).branches.get(
      branchKey(repositoryId, branchName.replace(/^refs\/heads\//, '')),
    );
    if (row === undefined) throw branchDoesNotExist(branchName);
    return { branch: { branchName: row.branchName, commitId: row.commitId } };
  },
});
