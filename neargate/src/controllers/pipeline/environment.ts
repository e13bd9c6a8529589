import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { Timing } from '../../core/timing.ts';
import type { OperationContext } from '../../services/context.ts';
import type { Store } from '../../store/store.ts';

export interface ArtifactReference {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
}

/** What a CodeBuild action starts. */
export interface BuildRequest {
  readonly projectName: string;
  /** `codepipeline/NAME` */
  readonly initiator: string;
  /** The ARN of the primary input's object. */
  readonly sourceVersion: string;
  /** The commit, image or object version that the execution's source has. */
  readonly resolvedSourceVersion?: string;
  readonly pipelineInput: { readonly primary: string; readonly artifacts: readonly ArtifactReference[] };
  readonly pipelineOutput: readonly ArtifactReference[];
  readonly environmentVariablesOverride: readonly {
    readonly name: string;
    readonly value: string;
    readonly type: 'PLAINTEXT' | 'PARAMETER_STORE' | 'SECRETS_MANAGER';
  }[];
}

/** What a pipeline sees of a build. */
export interface BuildView {
  readonly buildStatus: 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT' | 'IN_PROGRESS' | 'STOPPED';
  readonly phases: readonly {
    readonly phaseType: string;
    readonly phaseStatus?: string | undefined;
    readonly contexts?:
      | readonly {
          readonly statusCode?: string | undefined;
          readonly message?: string | undefined;
        }[]
      | undefined;
  }[];
  readonly exportedEnvironmentVariables: readonly { readonly name: string; readonly value: string }[];
}

/** CodeBuild, as pipelines use it. */
export interface BuildService {
  /** The table whose rows, keyed by build id, change with a build. */
  readonly tableName: string;
  /** Starts a build in the transaction under way and returns its id. Throws AwsError. */
  start(context: OperationContext, request: BuildRequest): string;
  find(context: OperationContext, buildId: string): BuildView | undefined;
}

/** The commit of a local git repository that stands for a connection's repository. */
export interface ConnectedCommit {
  readonly commitId: string;
  readonly message: string;
  readonly authorName: string;
  readonly authorEmail: string;
  /** ISO 8601. */
  readonly authorDate: string;
  /** ISO 8601. */
  readonly committerDate: string;
}

/** Git repositories on this machine that stand for those outside AWS, such as behind a connection. */
export interface ConnectedRepositories {
  /** The directory configured for a repository, or undefined. */
  directoryOf(connectionArn: string, fullRepositoryId: string): string | undefined;
  /** A branch's head or the named commit; undefined when it is not there. */
  commit(
    directory: string,
    revision: { branch: string } | { commitId: string },
  ): Promise<ConnectedCommit | undefined>;
  /** Paths of the files in which two commits differ. */
  changedFiles(directory: string, from: string, to: string): Promise<readonly string[]>;
  /** The commit's tree as a ZIP file. */
  archive(directory: string, commitId: string): Promise<Uint8Array>;
}

/** What running a pipeline needs of its surroundings. */
export interface PipelineEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timing: Timing;
  readonly log: Logger;
  /** What an operation gets that is called for an account and region. */
  contextOf(scope: string): OperationContext;
  readonly builds: BuildService;
  readonly connections: ConnectedRepositories;
  /** The tree of a CodeCommit commit as a ZIP file. */
  archiveCommit(context: OperationContext, repositoryId: string, commitId: string): Promise<Uint8Array>;
}
