import type {
  ActionExecutionStatus,
  ActionTypeId,
  ExecutionMode,
  ExecutionTrigger,
  ExecutionType,
  PipelineDeclaration,
  PipelineExecutionStatus,
  RetryTrigger,
  SourceRevisionOverride,
  StageExecutionStatus,
  Tag,
  WebhookDefinition,
} from '@aws-sdk/client-codepipeline';
import type { Store } from '../../store/store.ts';
import type { Table } from '../../store/table.ts';
import { type OperationContext, regionalScope } from '../context.ts';

export interface DisabledTransition {
  readonly reason: string;
  /** A principal's ARN. */
  readonly changedBy: string;
  readonly changedAtMs: number;
}

export interface PipelineRow {
  readonly name: string;
  readonly arn: string;
  /** The latest version, with AWS's defaults. */
  readonly declaration: PipelineDeclaration;
  readonly version: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly tags: readonly Tag[];
  /** Inbound transitions that are disabled, by stage name. */
  readonly disabledTransitions: Readonly<Record<string, DisabledTransition>>;
}

/** What a version declared: an execution keeps to the version it started with. */
export interface PipelineVersionRow {
  readonly name: string;
  readonly version: number;
  readonly declaration: PipelineDeclaration;
}

/** One pass through a stage. A retry goes on in the same one. */
export interface StageRunRow {
  readonly stageName: string;
  readonly status: StageExecutionStatus;
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  /** The action executions that count, by action name; a retry takes out those that are to run again. */
  readonly actions: Readonly<Record<string, string>>;
  readonly automaticRetries: number;
  readonly manualRetries: number;
  readonly latestRetryTrigger?: RetryTrigger | undefined;
}

/** What StopPipelineExecution asked for; the controller acts on it. */
export interface StopRequest {
  readonly abandon: boolean;
  readonly reason?: string | undefined;
  readonly atMs: number;
}

/**
 * A run through the pipeline as it was declared in `pipelineVersion`. What is wanted is beside `observed`; `observed` is
 * written by the pipeline controller, and by the operations that start, stop, retry and roll back.
 */
export interface PipelineExecutionRow {
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly pipelineVersion: number;
  readonly startedAtMs: number;
  readonly trigger: ExecutionTrigger;
  readonly executionMode: ExecutionMode;
  readonly executionType: ExecutionType;
  /** The execution that a rollback goes back to: its artifacts and variables are this one's too. */
  readonly rollbackTargetId?: string | undefined;
  /** Values of the pipeline's variables; one without a value is absent. */
  readonly variables: Readonly<Record<string, string>>;
  readonly sourceRevisions: readonly SourceRevisionOverride[];
  readonly clientRequestToken?: string | undefined;
  readonly stopRequest?: StopRequest | undefined;
  readonly observed: {
    readonly status: PipelineExecutionStatus;
    readonly statusSummary?: string | undefined;
    readonly updatedAtMs: number;
    /** The stage that it is in, waits for, or ended in. */
    readonly stageName: string;
    /** Whether it has entered that stage; else it waits before it. */
    readonly isInside: boolean;
    /** The stages entered so far, in order. */
    readonly stages: readonly StageRunRow[];
  };
}

export interface ArtifactLocation {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
}

/** What a source action found. */
export interface SourceRevisionRow {
  readonly revisionId: string;
  readonly summary?: string | undefined;
  readonly url?: string | undefined;
  /** When the revision itself was made, where that is known. */
  readonly createdAtMs?: number | undefined;
}

/** One run of one action. Outputs have their place from the beginning, so that a repeated start overwrites and adds nothing. */
export interface ActionExecutionRow {
  readonly actionExecutionId: string;
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly pipelineVersion: number;
  readonly stageName: string;
  readonly actionName: string;
  readonly actionTypeId: ActionTypeId;
  readonly region: string;
  readonly roleArn: string;
  readonly namespace?: string | undefined;
  readonly configuration: Readonly<Record<string, string>>;
  /** With variables replaced; absent when one could not be. */
  readonly resolvedConfiguration?: Readonly<Record<string, string>> | undefined;
  readonly inputArtifacts: readonly ArtifactLocation[];
  readonly outputArtifacts: readonly ArtifactLocation[];
  readonly timeoutMinutes?: number | undefined;
  readonly startedAtMs: number;
  /** What a manual approval waits with. */
  readonly approvalToken?: string | undefined;
  /** What PutApprovalResult said; the controller acts on it. */
  readonly approval?:
    | { readonly status: 'Approved' | 'Rejected'; readonly summary: string; readonly by: string }
    | undefined;
  readonly observed: {
    readonly status: ActionExecutionStatus;
    readonly updatedAtMs: number;
    readonly updatedBy?: string | undefined;
    readonly summary?: string | undefined;
    /** Present once the action has begun something outside: a build's id, an ECS deployment's id. */
    readonly externalExecutionId?: string | undefined;
    /** Whether an action has begun that starts nothing outside. */
    readonly hasBegun?: true | undefined;
    readonly errorDetails?: { readonly code: string; readonly message: string } | undefined;
    readonly outputVariables?: Readonly<Record<string, string>> | undefined;
    readonly revision?: SourceRevisionRow | undefined;
  };
}

/** What polling last saw at a source, so that only a change starts an execution. */
export interface SourcePollRow {
  /** The place that was looked at; another place is not a change. */
  readonly source: string;
  /** Absent where there was nothing. */
  readonly revisionId?: string | undefined;
}

/** Stored only: nothing receives calls on its URL. */
export interface WebhookRow {
  readonly arn: string;
  readonly url: string;
  /** With its secret masked: nothing here uses it. */
  readonly definition: WebhookDefinition;
  readonly tags: readonly Tag[];
}

export interface CodepipelineTables {
  /** Keyed by name. */
  readonly pipelines: Table<PipelineRow>;
  /** Keyed by `versionKey`. */
  readonly versions: Table<PipelineVersionRow>;
  /** Keyed by execution id, oldest first. */
  readonly executions: Table<PipelineExecutionRow>;
  /** Keyed by action execution id, oldest first. */
  readonly actions: Table<ActionExecutionRow>;
  /** Keyed by pipeline name and action name, with a slash between. */
  readonly sourcePolls: Table<SourcePollRow>;
  /** Keyed by name. */
  readonly webhooks: Table<WebhookRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const codepipelineTableNames = {
  pipelines: 'codepipeline.pipelines',
  versions: 'codepipeline.versions',
  executions: 'codepipeline.executions',
  actions: 'codepipeline.action-executions',
  sourcePolls: 'codepipeline.source-polls',
  webhooks: 'codepipeline.webhooks',
} as const satisfies Record<keyof CodepipelineTables, string>;

export function codepipelineTables(store: Store, scope: string): CodepipelineTables {
  return {
    pipelines: store.table(codepipelineTableNames.pipelines, scope),
    versions: store.table(codepipelineTableNames.versions, scope),
    executions: store.table(codepipelineTableNames.executions, scope),
    actions: store.table(codepipelineTableNames.actions, scope),
    sourcePolls: store.table(codepipelineTableNames.sourcePolls, scope),
    webhooks: store.table(codepipelineTableNames.webhooks, scope),
  };
}

export function codepipelineTablesOf(context: OperationContext): CodepipelineTables {
  return codepipelineTables(context.store, regionalScope(context.caller));
}

export function versionKey(name: string, version: number): string {
  return `${name}:${version}`;
}
