import type { PipelineVariable, SourceRevisionOverride, TriggerType } from '@aws-sdk/client-codepipeline';
import { type OperationContext, regionalScope } from '../context.ts';
import { tooManyExecutions, validationException } from './errors.ts';
import { tellExecutionState } from './execution-events.ts';
import { executionsOf, hasEnded } from './executions.ts';
import { findPipeline } from './pipelines.ts';
import {
  type CodepipelineTables,
  codepipelineTablesOf,
  type PipelineExecutionRow,
  type PipelineRow,
} from './store.ts';

export interface StartOptions {
  /** What started it: a type such as `CloudWatchEvent` and the ARN of a rule or principal. */
  readonly trigger: { readonly triggerType: TriggerType; readonly triggerDetail: string };
  readonly variables?: readonly PipelineVariable[] | undefined;
  readonly sourceRevisions?: readonly SourceRevisionOverride[] | undefined;
  /** A second start with the same token gives the first one's execution. */
  readonly clientRequestToken?: string | undefined;
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const mostConcurrent = 50;
/** How many ended executions of a pipeline are remembered; AWS keeps them for a year. */
const keptExecutions = 500;

/**
 * Starts an execution of a pipeline's latest version: the pipeline controller takes it from there. Returns its id.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html
 * @throws AwsError PipelineNotFoundException, ValidationException, ConcurrentPipelineExecutionsLimitExceededException
 */
export function startExecution(
  context: OperationContext,
  pipelineName: string,
  { trigger, variables = [], sourceRevisions = [], clientRequestToken }: StartOptions,
): string {
  const pipeline = findPipeline(context, pipelineName);
  const tables = codepipelineTablesOf(context);
  const before = executionsOf(tables, pipeline.name);
  if (clientRequestToken !== undefined) {
    const same = before.find((row) => row.clientRequestToken === clientRequestToken);
    if (same !== undefined) return same.pipelineExecutionId;
  }
  requireRoom(pipeline, before);
  requireSourceActions(pipeline, sourceRevisions);
  return context.store.transact(() => {
    forgetOldest(tables, before);
    const row: PipelineExecutionRow = {
      ...newExecution(context, pipeline, trigger),
      variables: variableValues(pipeline, variables),
      sourceRevisions,
      clientRequestToken,
    };
    tables.executions.put(row.pipelineExecutionId, row);
    tellExecutionState(context, regionalScope(context.caller), row);
    return row.pipelineExecutionId;
  });
}

/**
 * Starts an execution of one stage with what an earlier execution brought to it. The caller has checked that it may.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
export function startRollback(
  context: OperationContext,
  pipeline: PipelineRow,
  stageName: string,
  target: PipelineExecutionRow,
  trigger: { readonly triggerType: TriggerType; readonly triggerDetail: string },
): string {
  const fresh = newExecution(context, pipeline, trigger);
  const row: PipelineExecutionRow = {
    ...fresh,
    executionType: 'ROLLBACK',
    rollbackTargetId: target.pipelineExecutionId,
    variables: target.variables,
    observed: { ...fresh.observed, stageName },
  };
  codepipelineTablesOf(context).executions.put(row.pipelineExecutionId, row);
  tellExecutionState(context, regionalScope(context.caller), row);
  return row.pipelineExecutionId;
}

function newExecution(
  { clock, ids }: OperationContext,
  pipeline: PipelineRow,
  trigger: StartOptions['trigger'],
): PipelineExecutionRow {
  const nowMs = clock.now();
  return {
    pipelineName: pipeline.name,
    pipelineExecutionId: ids.uuid(),
    pipelineVersion: pipeline.version,
    startedAtMs: nowMs,
    trigger,
    executionMode: pipeline.declaration.executionMode ?? 'SUPERSEDED',
    executionType: 'STANDARD',
    variables: {},
    sourceRevisions: [],
    observed: {
      status: 'InProgress',
      updatedAtMs: nowMs,
      stageName: pipeline.declaration.stages?.[0]?.name ?? '',
      isInside: false,
      stages: [],
    },
  };
}

function requireRoom(pipeline: PipelineRow, before: readonly PipelineExecutionRow[]): void {
  if ((pipeline.declaration.executionMode ?? 'SUPERSEDED') === 'SUPERSEDED') return;
  if (before.filter((row) => !hasEnded(row)).length >= mostConcurrent)
    throw tooManyExecutions(pipeline.name, mostConcurrent);
}

function requireSourceActions(
  { name, declaration }: PipelineRow,
  sourceRevisions: readonly SourceRevisionOverride[],
): void {
  const sources = (declaration.stages?.[0]?.actions ?? []).map((action) => action.name);
  for (const { actionName = '' } of sourceRevisions) {
    if (!sources.includes(actionName))
      throw validationException(`Pipeline '${name}' does not have a source action with name '${actionName}'`);
  }
}

/** Given values over declared defaults. A variable that has neither fails the execution when it begins, as on AWS. */
function variableValues(
  { name, declaration: { variables: declared = [] } }: PipelineRow,
  given: readonly PipelineVariable[],
): Record<string, string> {
  const values = new Map<string, string>();
  for (const variable of declared) {
    if (variable.defaultValue !== undefined) values.set(variable.name ?? '', variable.defaultValue);
  }
  for (const { name: variable = '', value = '' } of given) {
    if (!declared.some((one) => one.name === variable))
      throw validationException(`Pipeline '${name}' does not declare a variable with name '${variable}'`);
    values.set(variable, value);
  }
  return Object.fromEntries(values);
}

function forgetOldest(tables: CodepipelineTables, before: readonly PipelineExecutionRow[]): void {
  const ended = before.filter(hasEnded);
  const forgotten = new Set(
    ended.slice(0, Math.max(0, ended.length - keptExecutions)).map((row) => row.pipelineExecutionId),
  );
  if (forgotten.size === 0) return;
  for (const id of forgotten) tables.executions.delete(id);
  for (const row of tables.actions.values())
    if (forgotten.has(row.pipelineExecutionId)) tables.actions.delete(row.actionExecutionId);
}
