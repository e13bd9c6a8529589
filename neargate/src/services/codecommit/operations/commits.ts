import type {
  BatchGetCommitsInput,
  BatchGetCommitsOutput,
  GetCommitInput,
  GetCommitOutput,
} from '@aws-sdk/client-codecommit';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { describeCommit, requireCommit, requireCommitId } from '../commits.ts';
import { commitFacts } from '../git-commit.ts';
import {
  commitIdDoesNotExist,
  commitIdsLimitExceeded,
  commitIdsListRequired,
  invalidCommitId,
} from '../errors.ts';
import { findRepository } from '../repositories.ts';

const maxCommits = 100;

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetCommit.html */
export const getCommit = operation<GetCommitInput, GetCommitOutput>({
  handle(context, { repositoryName, commitId }) {
    const { repositoryId } = findRepository(context, repositoryName);
    const git = context.git.open(regionalScope(context.caller), repositoryId);
    return { commit: describeCommit(requireCommit(git, requireCommitId(commitId))) };
  },
});

/** https://docs.aws.amazon.com/codecommit/latest/APIReference/API_BatchGetCommits.html */
export const batchGetCommits = operation<BatchGetCommitsInput, BatchGetCommitsOutput>({
  handle(context, { repositoryName, commitIds }) {
    const { repositoryId } = findRepository(context, repositoryName);
    if (commitIds === undefined || commitIds.length === 0) throw commitIdsListRequired();
    if (commitIds.length > maxCommits) throw commitIdsLimitExceeded();
    const git = context.git.open(regionalScope(context.caller), repositoryId);
    const isFull = (id: string) => /^[0-9a-f]{40}$/.test(id);
    const objects = new Map(
      git
        .read(commitIds.filter(isFull))
        .flatMap((object) => (object === undefined ? [] : [[object.id, object]])),
    );
    const answers = commitIds.map((commitId) => {
      const object = objects.get(commitId);
      if (object?.type === 'commit') return { commit: describeCommit(commitFacts(object)) };
      const error = isFull(commitId) ? commitIdDoesNotExist(commitId) : invalidCommitId(commitId);
      return { error: { commitId, errorCode: error.code, errorMessage: error.message } };
    });
    return {
      commits: answers.flatMap(({ commit }) => (commit === undefined ? [] : [commit])),
      errors: answers.flatMap(({ error }) => (error === undefined ? [] : [error])),
    };
  },
});
