import type {
  AuthType,
  BuildPhaseType,
  CreateProjectInput,
  LogsConfig,
  ProjectArtifacts,
  ProjectCache,
  ProjectEnvironment,
  ProjectFileSystemLocation,
  ProjectSource,
  ProjectSourceVersion,
  ProjectVisibilityType,
  PullRequestBuildPolicy,
  ReportExportConfig,
  ReportStatusType,
  ReportType,
  ScopeConfiguration,
  ServerType,
  StatusType,
  Tag,
  VpcConfig,
  WebhookBuildType,
  WebhookFilter,
} from '@aws-sdk/client-codebuild';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

/** What CreateProject takes, with AWS's defaults filled in. */
export type ProjectSettings = Omit<CreateProjectInput, 'name'>;

/** Stored only: no source provider is told of it, so nothing calls it. */
export interface WebhookRow {
  readonly payloadUrl: string;
  /** The shared secret; given out once, by the operation that made it. */
  readonly secret: string;
  readonly branchFilter?: string | undefined;
  readonly filterGroups?: readonly WebhookFilter[][] | undefined;
  readonly buildType?: WebhookBuildType | undefined;
  readonly manualCreation?: boolean | undefined;
  readonly scopeConfiguration?: ScopeConfiguration | undefined;
  readonly pullRequestBuildPolicy?: PullRequestBuildPolicy | undefined;
  readonly lastModifiedSecretAtMs: number;
}

export interface ProjectRow {
  readonly name: string;
  readonly arn: string;
  readonly settings: ProjectSettings;
  readonly badgeRequestUrl?: string | undefined;
  /** Stored, not enforced: builds are published to nobody. */
  readonly projectVisibility: ProjectVisibilityType;
  readonly resourceAccessRole?: string | undefined;
  readonly publicProjectAlias?: string | undefined;
  readonly webhook?: WebhookRow | undefined;
  /** The number of the last build that was started. */
  readonly buildCount?: number | undefined;
  /** When InvalidateProjectCache was last called: what was cached before counts no more. */
  readonly cacheInvalidatedAtMs?: number | undefined;
  readonly createdAtMs: number;
  readonly lastModifiedAtMs: number;
}

/** A phase as far as it has come. */
export interface BuildPhaseRow {
  readonly phaseType: BuildPhaseType;
  /** Absent while it runs, and for COMPLETED. */
  readonly phaseStatus?: StatusType | undefined;
  readonly startedAtMs: number;
  readonly endedAtMs?: number | undefined;
  readonly contexts: readonly { readonly statusCode: string; readonly message: string }[];
}

/** An object in S3 that belongs to an action of a pipeline. */
export interface PipelineArtifact {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
}

/** What a build was started with: the project's settings at that time and what StartBuild put in their place. */
export interface BuildSettings {
  readonly source: ProjectSource;
  readonly sourceVersion?: string | undefined;
  readonly secondarySources: readonly ProjectSource[];
  readonly secondarySourceVersions: readonly ProjectSourceVersion[];
  readonly artifacts: ProjectArtifacts;
  readonly secondaryArtifacts: readonly ProjectArtifacts[];
  readonly cache: ProjectCache;
  readonly environment: ProjectEnvironment;
  readonly serviceRole: string;
  readonly logsConfig: LogsConfig;
  readonly timeoutInMinutes: number;
  readonly queuedTimeoutInMinutes: number;
  readonly encryptionKey: string;
  readonly vpcConfig?: VpcConfig | undefined;
  readonly fileSystemLocations?: readonly ProjectFileSystemLocation[] | undefined;
}

/** Where a build's output went. */
export interface BuildArtifactRow {
  /** The object's, or the folder's, ARN. */
  readonly location: string;
  readonly sha256sum?: string | undefined;
  readonly md5sum?: string | undefined;
  readonly artifactIdentifier?: string | undefined;
  readonly overrideArtifactName?: boolean | undefined;
  readonly encryptionDisabled?: boolean | undefined;
}

/**
 * One build. What is wanted is beside `observed`; `observed` is written by StartBuild (the phases up to QUEUED) and from then
 * on by the build controller alone. `buildStatus` is IN_PROGRESS until it has ended, and `endedAtMs` is present from then on.
 */
export interface BuildRow {
  /** `PROJECT:uuid` */
  readonly id: string;
  readonly arn: string;
  readonly uuid: string;
  readonly projectName: string;
  /** Counts a project's builds from 1. */
  readonly buildNumber: number;
  readonly startedAtMs: number;
  /** `codepipeline/NAME`, `rule/NAME` or the caller's name. */
  readonly initiator: string;
  readonly settings: BuildSettings;
  /** Present for a pipeline's builds: the input artifacts, and which of them is the primary source. */
  readonly pipelineInput?:
    | { readonly primary: string; readonly artifacts: readonly PipelineArtifact[] }
    | undefined;
  readonly pipelineOutput?: readonly PipelineArtifact[] | undefined;
  /** What StopBuild asked for; the controller acts on it. */
  readonly stopRequestedAtMs?: number | undefined;
  readonly autoRetry?:
    | { readonly limit: number; readonly number: number; readonly previous?: string | undefined }
    | undefined;
  readonly observed: {
    readonly buildStatus: StatusType;
    readonly currentPhase: BuildPhaseType;
    readonly phases: readonly BuildPhaseRow[];
    readonly resolvedSourceVersion?: string | undefined;
    readonly exportedEnvironmentVariables: readonly { readonly name: string; readonly value: string }[];
    /** Absent until there is a log, and when the project has none. */
    readonly logs?: { readonly groupName: string; readonly streamName: string } | undefined;
    /** `bucket/key` of the log in S3, once it was put there. */
    readonly s3Log?: string | undefined;
    readonly artifacts?: BuildArtifactRow | undefined;
    readonly secondaryArtifacts: readonly BuildArtifactRow[];
    readonly reportArns: readonly string[];
    /** Of a build in a VPC, from its provisioning on. It is gone when the build has ended. */
    readonly networkInterface?:
      | { readonly subnetId: string; readonly networkInterfaceId: string }
      | undefined;
    /** The process group that runs the commands, by which a later process of Neargate finds what a crash left. */
    readonly process?: { readonly pid: number; readonly startTime: string } | undefined;
    readonly endedAtMs?: number | undefined;
  };
}

/** What a test report says; the test cases are rows of their own. */
export interface ReportRow {
  readonly arn: string;
  readonly reportGroupArn: string;
  /** The name that the buildspec gives it. */
  readonly name: string;
  readonly type: ReportType;
  /** The build's ARN. */
  readonly executionId: string;
  /** INCOMPLETE for files in a format that is stored and not read. */
  readonly status: ReportStatusType;
  readonly createdAtMs: number;
  readonly summary?:
    | {
        readonly total: number;
        readonly statusCounts: Readonly<Record<string, number>>;
        readonly durationInNanoSeconds: number;
      }
    | undefined;
  readonly testCases: readonly ReportTestCase[];
  /** The raw files, as blobs. */
  readonly files: readonly { readonly path: string; readonly digest: string }[];
}

export interface ReportTestCase {
  readonly testRawDataPath: string;
  readonly prefix: string;
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ERROR' | 'SKIPPED';
  readonly durationInNanoSeconds: number;
  readonly message?: string | undefined;
}

/** The token itself is not kept: nothing here uses it. */
export interface SourceCredentialsRow {
  readonly arn: string;
  readonly serverType: ServerType;
  readonly authType: AuthType;
  /** The connection or secret that the credentials are, for CODECONNECTIONS and SECRETS_MANAGER. */
  readonly resource?: string | undefined;
}

export interface ReportGroupRow {
  readonly arn: string;
  readonly name: string;
  readonly type: ReportType;
  readonly exportConfig: ReportExportConfig;
  readonly createdAtMs: number;
  readonly lastModifiedAtMs: number;
  readonly tags: readonly Tag[];
}

export interface CodebuildTables {
  /** Keyed by name. */
  readonly projects: Table<ProjectRow>;
  /** Keyed by id, oldest first. */
  readonly builds: Table<BuildRow>;
  /** Keyed by ARN. */
  readonly sourceCredentials: Table<SourceCredentialsRow>;
  /** Keyed by ARN. */
  readonly reportGroups: Table<ReportGroupRow>;
  /** Keyed by ARN, oldest first. */
  readonly reports: Table<ReportRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const codebuildTableNames = {
  projects: 'codebuild.projects',
  builds: 'codebuild.builds',
  sourceCredentials: 'codebuild.source-credentials',
  reportGroups: 'codebuild.report-groups',
  reports: 'codebuild.reports',
} as const satisfies Record<keyof CodebuildTables, string>;

export function codebuildTables(store: Store, scope: string): CodebuildTables {
  return {
    projects: store.table(codebuildTableNames.projects, scope),
    builds: store.table(codebuildTableNames.builds, scope),
    sourceCredentials: store.table(codebuildTableNames.sourceCredentials, scope),
    reportGroups: store.table(codebuildTableNames.reportGroups, scope),
    reports: store.table(codebuildTableNames.reports, scope),
  };
}

export function codebuildTablesOf(context: OperationContext): CodebuildTables {
  return codebuildTables(context.store, regionalScope(context.caller));
}
