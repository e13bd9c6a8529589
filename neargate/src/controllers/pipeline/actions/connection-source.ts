import { formatCloneReference } from '../../../drivers/git/clone-reference.ts';
import { putOutput } from '../artifacts.ts';
import { takeCommit } from './connected-branch.ts';
import { type ActionProvider, defaultTimeoutMs, endsAtOnce } from './provider.ts';

/**
 * Takes a branch of the local git directory that stands for the connection's repository.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export const connectionSource: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start(run) {
    const { connectionArn, repositoryId, branch, directory, commit } = await takeCommit(run);
    const content =
      run.configuration['OutputArtifactFormat'] === 'CODEBUILD_CLONE_REF'
        ? Buffer.from(
            formatCloneReference({
              repositoryArn: connectionArn,
              cloneUrl: directory,
              branchName: branch,
              commitId: commit.commitId,
            }),
          )
        : await run.environment.connections.archive(directory, commit.commitId);
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
          AuthorDisplayName: commit.authorName,
          AuthorEmail: commit.authorEmail,
          BranchName: branch,
          CommitId: commit.commitId,
          CommitMessage: commit.message,
          ConnectionArn: connectionArn,
          FullRepositoryName: repositoryId,
        },
      };
    };
  },
  poll: endsAtOnce,
};
