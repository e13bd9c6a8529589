import { AwsError } from '../../../core/aws-error.ts';
import { requireCommit } from '../../../services/codecommit/commits.ts';
import { requireAccess } from '../../../services/iam/authorization/authorize.ts';
import type { GitCommitFacts } from '../../../services/codecommit/git-commit.ts';
import { findRepository } from '../../../services/codecommit/repositories.ts';
import type { RepositoryRow } from '../../../services/codecommit/store.ts';
import { regionalScope } from '../../../services/context.ts';
import { findBranch } from '../../../services/codecommit/branches.ts';
import { formatCloneReference } from '../../../drivers/git/clone-reference.ts';
import { putOutput } from '../artifacts.ts';
import {
  ActionFailure,
  type ActionProvider,
  type ActionRun,
  defaultTimeoutMs,
  endsAtOnce,
} from './provider.ts';

/**
 * Takes a branch's head, or the commit that the start of the execution named, as it is when the action begins.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
export const codecommitSource: ActionProvider = {
  timeoutMs: () => defaultTimeoutMs,
  async start(run) {
    const { environment, context, configuration } = run;
    const { RepositoryName: repositoryName = '', BranchName: branchName = '' } = configuration;
    for (const name of ['GetBranch', 'GetCommit', 'UploadArchive', 'GetUploadArchiveStatus']) {
      const { accountId, region } = context.caller;
      requireAccess(context, 'json', {
        action: `codecommit:${name}`,
        resource: `arn:aws:codecommit:${region}:${accountId}:${repositoryName}`,
      });
    }
    const repository = findOrFail(repositoryName, () => findRepository(context, repositoryName));
    const commit = requireCommit(
      context.git.open(regionalScope(context.caller), repository.repositoryId),
      commitIdOf(run, repository, branchName),
    );
    const content =
      configuration['OutputArtifactFormat'] === 'CODEBUILD_CLONE_REF'
        ? cloneReference(run, repository, branchName, commit)
        : await environment.archiveCommit(context, repository.repositoryId, commit.commitId);
    const message = commit.message.trimEnd();
    return () => {
      putOutput(run, content);
      return {
        kind: 'succeeded',
        externalExecutionId: commit.commitId,
        summary: message,
        revision: {
          revisionId: commit.commitId,
          summary: message,
          createdAtMs: milliseconds(commit.committer.date),
        },
        outputVariables: {
          AuthorDate: isoDate(commit.author.date),
          BranchName: branchName,
          CommitId: commit.commitId,
          CommitMessage: message,
          CommitterDate: isoDate(commit.committer.date),
          RepositoryName: repositoryName,
        },
      };
    };
  },
  poll: endsAtOnce,
};

function commitIdOf(
  { context, sourceOverride }: ActionRun,
  repository: RepositoryRow,
  branchName: string,
): string {
  if (sourceOverride?.type === 'COMMIT_ID') return sourceOverride.value;
  if (sourceOverride !== undefined)
    throw new ActionFailure(
      'ConfigurationError',
      `A CodeCommit source takes a revision of type COMMIT_ID, not ${sourceOverride.type}.`,
    );
  try {
    return findBranch(context, repository, branchName).commitId;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ActionFailure(
      'ConfigurationError',
      `The action failed because no branch named ${branchName} was found in the selected AWS CodeCommit repository ${repository.repositoryName}. Make sure you are using the correct branch name, and then try again. Error: null`,
    );
  }
}

function findOrFail<Found>(repositoryName: string, find: () => Found): Found {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new ActionFailure(
      'ConfigurationError',
      `The action failed because the AWS CodeCommit repository ${repositoryName} was not found: ${error.message}`,
    );
  }
}

/** What CodeBuild clones from instead of unpacking a tree; no other action can use it. */
function cloneReference(
  { context }: ActionRun,
  repository: RepositoryRow,
  branchName: string,
  { commitId }: GitCommitFacts,
): Uint8Array {
  const text = formatCloneReference({
    repositoryArn: repository.arn,
    cloneUrl: `${context.gatewayUrl}/v1/repos/${repository.repositoryName}`,
    branchName,
    commitId,
  });
  return Buffer.from(text, 'utf8');
}

function milliseconds(date: string): number | undefined {
  const seconds = Number(/^\d+/.exec(date)?.[0] ?? 'NaN');
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function isoDate(date: string): string {
  const ms = milliseconds(date);
  return ms === undefined ? '' : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
