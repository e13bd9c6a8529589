import type {
  ExecutionTrigger,
  PipelineDeclaration,
  PipelineExecutionStatus,
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

/** Written by whoever runs pipelines; no operation writes one until they run. */
export interface PipelineExecutionRow {
  readonly pipelineName: string;
  readonly pipelineExecutionId: string;
  readonly pipelineVersion: number;
  readonly startedAtMs: number;
  readonly trigger: ExecutionTrigger;
  readonly observed: {
    readonly status: PipelineExecutionStatus;
    readonly statusSummary?: string | undefined;
    readonly updatedAtMs: number;
  };
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
  /** Keyed by name. */
  readonly webhooks: Table<WebhookRow>;
}

/** The tables that controllers watch through the store's change feed. */
export const codepipelineTableNames = {
  pipelines: 'codepipeline.pipelines',
  versions: 'codepipeline.versions',
  executions: 'codepipeline.executions',
  webhooks: 'codepipeline.webhooks',
} as const satisfies Record<keyof CodepipelineTables, string>;

export function codepipelineTables(store: Store, scope: string): CodepipelineTables {
  return {
    pipelines: store.table(codepipelineTableNames.pipelines, scope),
    versions: store.table(codepipelineTableNames.versions, scope),
    executions: store.table(codepipelineTableNames.executions, scope),
    webhooks: store.table(codepipelineTableNames.webhooks, scope),
  };
}

export function codepipelineTablesOf(context: OperationContext): CodepipelineTables {
  return codepipelineTables(context.store, regionalScope(context.caller));
}

export function versionKey(name: string, version: number): string {
  return `${name}:${version}`;
}
