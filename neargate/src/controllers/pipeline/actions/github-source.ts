import { putOutput } from '../artifacts.ts';
import { takeCommit } from './connected-branch.ts';
import { type ActionProvider, defaultTimeoutMs, endsAtOnce } from './provider.ts';

/**
 * Takes a branch of the local git directory that stands for a repository of GitHub. The token is not used.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html
 */
export const githubSource: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start(run) {
    const { directory, commit, branch, repositoryId } = await takeCommit(run);
    const content = await run.environment.connections.archive(directory, commit.commitId);
    return () => {
      putOutput(run, content);
      return {
        kind: 'succeeded',
        externalExecutionId: commit.commitId,
        summary: commit.message,
        revision: {
          revisionId: commit.commitId,
          summary: commit.message,
          createdAtMs: Date.parse(commit.authorDate),
        },
        outputVariables: {
          AuthorDate: commit.authorDate,
          BranchName: branch,
          CommitId: commit.commitId,
          CommitMessage: commit.message,
          CommitterDate: commit.committerDate,
          CommitUrl: `https://api.github.com/repos/${repositoryId}/git/commits/${commit.commitId}`,
          RepositoryName: repositoryId.slice(repositoryId.indexOf('/') + 1),
        },
      };
    };
  },
  poll: endsAtOnce,
};
