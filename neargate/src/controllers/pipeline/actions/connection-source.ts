import { formatCloneReference } from '../../../drivers/git/clone-reference.ts';
import type { ConnectedCommit } from '../environment.ts';
import { putOutput } from '../artifacts.ts';
import {
  ActionFailure,
  type ActionProvider,
  type ActionRun,
  defaultTimeoutMs,
  endsAtOnce,
} from './provider.ts';

/**
 * Takes a branch of the local git directory that stands for the connection's repository.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export const connectionSource: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start(run) {
    const { connections } = run.environment;
    const {
      ConnectionArn: connectionArn = '',
      FullRepositoryId: repositoryId = '',
      BranchName: branch = '',
      OutputArtifactFormat: format,
    } = run.configuration;
    const directory = connections.directoryOf(connectionArn, repositoryId);
    if (directory === undefined) {
      throw new ActionFailure(
        'ConfigurationError',
        `No local git directory stands for ${repositoryId} behind the connection ${connectionArn}. Set NEARGATE_CONNECTIONS to '${repositoryId}=<directory>' and start again.`,
      );
    }
    const commit = await wantedCommit(run, directory, branch);
    const content =
      format === 'CODEBUILD_CLONE_REF'
        ? Buffer.from(
            formatCloneReference({
              repositoryArn: connectionArn,
              cloneUrl: directory,
              branchName: branch,
              commitId: commit.commitId,
            }),
          )
        : await connections.archive(directory, commit.commitId);
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

async function wantedCommit(run: ActionRun, directory: string, branch: string): Promise<ConnectedCommit> {
  const { connections } = run.environment;
  const override = run.sourceOverride;
  if (override !== undefined && override.type !== 'COMMIT_ID')
    throw new ActionFailure(
      'ConfigurationError',
      `A connection source takes a revision of type COMMIT_ID, not ${override.type}.`,
    );
  const revision = override === undefined ? { branch } : { commitId: override.value };
  const commit = await connections.commit(directory, revision);
  if (commit !== undefined) return commit;
  throw new ActionFailure(
    'ConfigurationError',
    override === undefined
      ? `The git directory ${directory} has no branch '${branch}'.`
      : `The git directory ${directory} has no commit '${override.value}'.`,
  );
}
