import type { StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { OperationContext } from '../context.ts';
import { executionNotFound } from './errors.ts';
import {
  type ActionExecutionRow,
  type CodepipelineTables,
  codepipelineTablesOf,
  type PipelineExecutionRow,
  type StageRunRow,
  versionKey,
} from './store.ts';

/** The execution; throws when the pipeline has none of that id. */
export function findExecution(
  context: OperationContext,
  pipelineName: string,
  executionId: string | undefined,
): PipelineExecutionRow {
  const row = codepipelineTablesOf(context).executions.get(executionId ?? '');
  if (row === undefined || row.pipelineName !== pipelineName)
    throw executionNotFound(executionId ?? '', pipelineName);
  return row;
}

/** The executions of a pipeline, oldest first. */
export function executionsOf(tables: CodepipelineTables, pipelineName: string): PipelineExecutionRow[] {
  return [...tables.executions.values()].filter((row) => row.pipelineName === pipelineName);
}

export function hasEnded({ observed: { status } }: PipelineExecutionRow): boolean {
  return status !== 'InProgress' && status !== 'Stopping';
}

/** The stages of the version that an execution runs. */
export function stagesOf(
  tables: CodepipelineTables,
  row: Pick<PipelineExecutionRow, 'pipelineName' | 'pipelineVersion'>,
): readonly StageDeclaration[] {
  return tables.versions.get(versionKey(row.pipelineName, row.pipelineVersion))?.declaration.stages ?? [];
}

export function stageRun({ observed }: PipelineExecutionRow, stageName: string): StageRunRow | undefined {
  return observed.stages.find((run) => run.stageName === stageName);
}

/** The execution that entered a stage last. */
export function latestInStage(
  executions: readonly PipelineExecutionRow[],
  stageName: string,
): { readonly execution: PipelineExecutionRow; readonly run: StageRunRow } | undefined {
  let latest: { execution: PipelineExecutionRow; run: StageRunRow } | undefined;
  for (const execution of executions) {
    const run = stageRun(execution, stageName);
    if (run === undefined) continue;
    if (latest === undefined || run.startedAtMs >= latest.run.startedAtMs) latest = { execution, run };
  }
  return latest;
}

/** Every action execution of these executions, oldest first. */
export function actionsOf(tables: CodepipelineTables, executionIds: readonly string[]): ActionExecutionRow[] {
  const wanted = new Set(executionIds);
  return [...tables.actions.values()].filter((row) => wanted.has(row.pipelineExecutionId));
}

/**
 * The actions that succeeded in an execution, oldest first, and before them those of the execution that it rolls back to: what
 * artifacts and variables come from.
 */
export function succeededActions(
  tables: CodepipelineTables,
  execution: PipelineExecutionRow,
): ActionExecutionRow[] {
  const { rollbackTargetId } = execution;
  const target = rollbackTargetId === undefined ? undefined : tables.executions.get(rollbackTargetId);
  const before = target === undefined ? [] : succeededActions(tables, target);
  const own = actionsOf(tables, [execution.pipelineExecutionId]).filter(
    ({ observed }) => observed.status === 'Succeeded',
  );
  return [...before, ...own];
}
