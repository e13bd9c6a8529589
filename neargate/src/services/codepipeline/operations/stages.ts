import type {
  RetryStageExecutionInput,
  RetryStageExecutionOutput,
  RollbackStageInput,
  RollbackStageOutput,
} from '@aws-sdk/client-codepipeline';
import { isDeepStrictEqual } from 'node:util';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import {
  executionOutdated,
  notLatestExecution,
  stageNotFound,
  stageNotRetryable,
  unableToRollBack,
} from '../errors.ts';
import { executionsOf, findExecution, latestInStage, stageRun, stagesOf } from '../executions.ts';
import { findPipeline } from '../pipelines.ts';
import { retriedStage } from '../retry-stage.ts';
import { tellExecutionState, tellStageState } from '../execution-events.ts';
import { startRollback } from '../start-execution.ts';
import {
  type CodepipelineTables,
  codepipelineTablesOf,
  type PipelineExecutionRow,
  type PipelineRow,
} from '../store.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html */
export const retryStageExecution = operation<RetryStageExecutionInput, RetryStageExecutionOutput>({
  handle(context, { pipelineName: name, stageName = '', pipelineExecutionId, retryMode = 'FAILED_ACTIONS' }) {
    const pipeline = findPipeline(context, name);
    requireStage(pipeline, stageName);
    const tables = codepipelineTablesOf(context);
    const row = findExecution(context, pipeline.name, pipelineExecutionId);
    requireRetryable(tables, pipeline, row, stageName);
    const retried = retriedStage(tables, row, stageName, {
      mode: retryMode,
      trigger: 'ManualStageRetry',
      nowMs: context.clock.now(),
    });
    if (retryMode === 'FAILED_ACTIONS' && isDeepStrictEqual(actionsIn(retried), actionsIn(row)))
      throw stageNotRetryable(stageName, 'it has no failed actions');
    tables.executions.put(row.pipelineExecutionId, retried);
    const scope = regionalScope(context.caller);
    tellExecutionState(context, scope, retried, 'RESUMED');
    tellStageState(context, scope, retried, stageName, 'RESUMED');
    return { pipelineExecutionId: row.pipelineExecutionId };

    function actionsIn(execution: PipelineExecutionRow) {
      return stageRun(execution, stageName)?.actions;
    }
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RollbackStage.html */
export const rollbackStage = operation<RollbackStageInput, RollbackStageOutput>({
  handle(context, { pipelineName: name, stageName = '', targetPipelineExecutionId }) {
    const pipeline = findPipeline(context, name);
    requireStage(pipeline, stageName);
    const { executionMode, pipelineType, stages = [] } = pipeline.declaration;
    if (pipelineType !== 'V2') throw unableToRollBack(stageName, 'rollback needs a pipeline of type V2');
    if (executionMode === 'PARALLEL')
      throw unableToRollBack(stageName, 'rollback is not available in execution mode PARALLEL');
    if (stages[0]?.name === stageName)
      throw unableToRollBack(stageName, 'rollback is not available in the first stage');
    const tables = codepipelineTablesOf(context);
    const target = findExecution(context, pipeline.name, targetPipelineExecutionId);
    if (target.executionType === 'ROLLBACK')
      throw unableToRollBack(stageName, 'the target is a rollback itself');
    if (stageRun(target, stageName)?.status !== 'Succeeded')
      throw unableToRollBack(stageName, 'the target did not succeed in it');
    if (target.pipelineVersion !== pipeline.version) throw executionOutdated(target.pipelineExecutionId);
    if (isOccupied(tables, pipeline, stageName)) throw unableToRollBack(stageName, 'it is running');
    const pipelineExecutionId = startRollback(context, pipeline, stageName, target, {
      triggerType: 'ManualRollback',
      triggerDetail: context.caller.principalArn,
    });
    return { pipelineExecutionId };
  },
});

function requireStage({ name, declaration }: PipelineRow, stageName: string): void {
  if (declaration.stages?.some((stage) => stage.name === stageName) !== true)
    throw stageNotFound(stageName, name);
}

function requireRetryable(
  tables: CodepipelineTables,
  pipeline: PipelineRow,
  row: PipelineExecutionRow,
  stageName: string,
): void {
  const run = stageRun(row, stageName);
  if (run === undefined) throw stageNotRetryable(stageName, 'the execution has not been in it');
  if (run.status !== 'Failed' && run.status !== 'Stopped')
    throw stageNotRetryable(stageName, `its status is ${run.status}`);
  const latest = latestInStage(executionsOf(tables, pipeline.name), stageName);
  if (
    pipeline.declaration.executionMode !== 'PARALLEL' &&
    latest?.execution.pipelineExecutionId !== row.pipelineExecutionId
  )
    throw notLatestExecution(row.pipelineExecutionId, stageName);
  const declared = (stages: ReturnType<typeof stagesOf>) => stages.find(({ name }) => name === stageName);
  if (!isDeepStrictEqual(declared(stagesOf(tables, row)), declared(pipeline.declaration.stages ?? [])))
    throw stageNotRetryable(stageName, 'the structure of the pipeline has changed since');
}

function isOccupied(tables: CodepipelineTables, pipeline: PipelineRow, stageName: string): boolean {
  return executionsOf(tables, pipeline.name).some((row) => {
    const status = stageRun(row, stageName)?.status;
    return status === 'InProgress' || status === 'Stopping';
  });
}
