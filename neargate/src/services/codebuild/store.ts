import type {
  AuthType,
  CreateProjectInput,
  ProjectVisibilityType,
  PullRequestBuildPolicy,
  ReportExportConfig,
  ReportType,
  ScopeConfiguration,
  ServerType,
  Tag,
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
  readonly createdAtMs: number;
  readonly lastModifiedAtMs: number;
}

/** That a build was started; no operation writes one until builds run. */
export interface BuildRow {
  /** `PROJECT:uuid` */
  readonly id: string;
  readonly projectName: string;
  readonly startedAtMs: number;
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
}

/** The tables that controllers watch through the store's change feed. */
export const codebuildTableNames = {
  projects: 'codebuild.projects',
  builds: 'codebuild.builds',
  sourceCredentials: 'codebuild.source-credentials',
  reportGroups: 'codebuild.report-groups',
} as const satisfies Record<keyof CodebuildTables, string>;

export function codebuildTables(store: Store, scope: string): CodebuildTables {
  return {
    projects: store.table(codebuildTableNames.projects, scope),
    builds: store.table(codebuildTableNames.builds, scope),
    sourceCredentials: store.table(codebuildTableNames.sourceCredentials, scope),
    reportGroups: store.table(codebuildTableNames.reportGroups, scope),
  };
}

export function codebuildTablesOf(context: OperationContext): CodebuildTables {
  return codebuildTables(context.store, regionalScope(context.caller));
}
