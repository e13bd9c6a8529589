import type { ActionTypeId } from '@aws-sdk/client-codepipeline';
import type { ConnectedCommit } from '../environment.ts';
import { ActionFailure, type ActionRun } from './provider.ts';

/** A branch of a repository outside AWS, for which a local git directory may stand. */
export interface ConnectedBranch {
  /** `owner/name` */
  readonly repositoryId: string;
  /** Empty for a source without a connection. */
  readonly connectionArn: string;
  readonly branch: string;
}

/** The branch that a source action reads; undefined for sources within AWS. */
export function connectedBranchOf(
  actionTypeId: ActionTypeId | undefined,
  configuration: Readonly<Record<string, string>> = {},
): ConnectedBranch | undefined {
  switch (actionTypeId?.provider) {
    case 'CodeStarSourceConnection': {
      const { ConnectionArn: connectionArn = '', FullRepositoryId: repositoryId = '' } = configuration;
      return { connectionArn, repositoryId, branch: configuration['BranchName'] ?? '' };
    }
    case 'GitHub': {
      const { Owner: owner = '', Repo: name = '', Branch: branch = '' } = configuration;
      return { connectionArn: '', repositoryId: `${owner}/${name}`, branch };
    }
    default:
      return undefined;
  }
}

/**
 * The commit that an execution takes: the branch's head, or the one that its start asked for.
 * @throws ActionFailure when no directory stands for the repository, or it has no such commit
 */
export async function takeCommit(
  run: ActionRun,
): Promise<ConnectedBranch & { readonly directory: string; readonly commit: ConnectedCommit }> {
  const wanted = connectedBranchOf(run.row.actionTypeId, run.configuration);
  if (wanted === undefined) throw new TypeError(`${run.row.actionName} is no source outside AWS`);
  const { connectionArn, repositoryId, branch } = wanted;
  const { connections } = run.environment;
  const directory = connections.directoryOf(connectionArn, repositoryId);
  if (directory === undefined) {
    const behind = connectionArn === '' ? 'of GitHub' : `behind the connection ${connectionArn}`;
    throw new ActionFailure(
      'ConfigurationError',
      `No local git directory stands for ${repositoryId} ${behind}. Set NEARGATE_CONNECTIONS to '${repositoryId}=<directory>' and start again.`,
    );
  }
  const override = run.sourceOverride;
  if (override !== undefined && override.type !== 'COMMIT_ID')
    throw new ActionFailure(
      'ConfigurationError',
      `A source outside AWS takes a revision of type COMMIT_ID, not ${override.type}.`,
    );
  const commit = await connections.commit(
    directory,
    override === undefined ? { branch } : { commitId: override.value },
  );
  if (commit !== undefined) return { ...wanted, directory, commit };
  throw new ActionFailure(
    'ConfigurationError',
    override === undefined
      ? `The git directory ${directory} has no branch '${branch}'.`
      : `The git directory ${directory} has no commit '${override.value}'.`,
  );
}
