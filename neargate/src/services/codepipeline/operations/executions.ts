import type {
  ArtifactRevision,
  GetPipelineExecutionInput,
  GetPipelineExecutionOutput,
  ListPipelineExecutionsInput,
  ListPipelineExecutionsOutput,
  PipelineExecutionSummary,
  StartPipelineExecutionInput,
  StartPipelineExecutionOutput,
  StopPipelineExecutionInput,
  StopPipelineExecutionOutput,
} from '@aws-sdk/client-codepipeline';
import { regionalScope } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { duplicatedStopRequest, executionNotStoppable, invalidNextToken } from '../errors.ts';
import { tellExecutionState, tellStageState } from '../execution-events.ts';
import { executionsOf, findExecution, hasEnded, stageRun, succeededActions } from '../executions.ts';
import { findPipeline } from '../pipelines.ts';
import { startExecution } from '../start-execution.ts';
import { type CodepipelineTables, codepipelineTablesOf, type PipelineExecutionRow } from '../store.ts';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html */
export const startPipelineExecution = operation<StartPipelineExecutionInput, StartPipelineExecutionOutput>({
  handle(context, { name = '', variables, sourceRevisions, clientRequestToken }) {
    const pipelineExecutionId = startExecution(context, name, {
      trigger: { triggerType: 'StartPipelineExecution', triggerDetail: context.caller.principalArn },
      variables,
      sourceRevisions,
      clientRequestToken,
    });
    return { pipelineExecutionId };
  },
});

/**
 * A stop that waits can be followed by one that abandons.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StopPipelineExecution.html
 */
export const stopPipelineExecution = operation<StopPipelineExecutionInput, StopPipelineExecutionOutput>({
  handle(context, { pipelineName: name, pipelineExecutionId, abandon = false, reason }) {
    const pipeline = findPipeline(context, name);
    const row = findExecution(context, pipeline.name, pipelineExecutionId);
    if (hasEnded(row)) throw executionNotStoppable(row.pipelineExecutionId, row.observed.status);
    if (row.stopRequest !== undefined && (row.stopRequest.abandon || !abandon))
      throw duplicatedStopRequest(row.pipelineExecutionId);
    const nowMs = context.clock.now();
    const { stageName, isInside } = row.observed;
    const stopping: PipelineExecutionRow = {
      ...row,
      stopRequest: { abandon, reason, atMs: nowMs },
      observed: {
        ...row.observed,
        status: 'Stopping',
        updatedAtMs: nowMs,
        stages: row.observed.stages.map((run) =>
          isInside && run.stageName === stageName ? { ...run, status: 'Stopping', updatedAtMs: nowMs } : run,
        ),
      },
    };
    codepipelineTablesOf(context).executions.put(row.pipelineExecutionId, stopping);
    if (row.observed.status !== 'Stopping') {
      const scope = regionalScope(context.caller);
      tellExecutionState(context, scope, stopping);
      if (isInside) tellStageState(context, scope, stopping, stageName, 'Stopping');
    }
    return { pipelineExecutionId: row.pipelineExecutionId };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineExecution.html */
export const getPipelineExecution = operation<GetPipelineExecutionInput, GetPipelineExecutionOutput>({
  handle(context, { pipelineName: name, pipelineExecutionId }) {
    const pipeline = findPipeline(context, name);
    const row = findExecution(context, pipeline.name, pipelineExecutionId);
    return {
      pipelineExecution: {
        pipelineName: row.pipelineName,
        pipelineVersion: row.pipelineVersion,
        pipelineExecutionId: row.pipelineExecutionId,
        status: row.observed.status,
        statusSummary: row.observed.statusSummary,
        artifactRevisions: artifactRevisions(codepipelineTablesOf(context), row),
        variables: Object.entries(row.variables).map(([variable, resolvedValue]) => ({
          name: variable,
          resolvedValue,
        })),
        trigger: row.trigger,
        ...typeOf(row),
      },
    };
  },
});

/**
 * Newest first.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html
 */
export const listPipelineExecutions = operation<ListPipelineExecutionsInput, ListPipelineExecutionsOutput>({
  handle(context, { pipelineName: name, nextToken, maxResults = 100, filter }) {
    const pipeline = findPipeline(context, name);
    const tables = codepipelineTablesOf(context);
    const stage = filter?.succeededInStage?.stageName;
    const rows = executionsOf(tables, pipeline.name)
      .filter((row) => stage === undefined || stageRun(row, stage)?.status === 'Succeeded')
      .toReversed();
    const page = paginate(
      rows,
      (row) => row.pipelineExecutionId,
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return {
      pipelineExecutionSummaries: page.items.map((row) => summaryOf(tables, row)),
      nextToken: page.nextToken,
    };
  },
});

function summaryOf(tables: CodepipelineTables, row: PipelineExecutionRow): PipelineExecutionSummary {
  return {
    pipelineExecutionId: row.pipelineExecutionId,
    status: row.observed.status,
    statusSummary: row.observed.statusSummary,
    startTime: toDate(row.startedAtMs),
    lastUpdateTime: toDate(row.observed.updatedAtMs),
    sourceRevisions: succeededActions(tables, row).flatMap(({ actionName, observed: { revision } }) =>
      revision === undefined
        ? []
        : [
            {
              actionName,
              revisionId: revision.revisionId,
              revisionSummary: revision.summary,
              revisionUrl: revision.url,
            },
          ],
    ),
    trigger: row.trigger,
    ...(row.stopRequest === undefined ? {} : { stopTrigger: { reason: row.stopRequest.reason } }),
    ...typeOf(row),
  };
}

function typeOf({ executionMode, executionType, rollbackTargetId }: PipelineExecutionRow) {
  return {
    executionMode,
    executionType,
    ...(rollbackTargetId === undefined
      ? {}
      : { rollbackMetadata: { rollbackTargetPipelineExecutionId: rollbackTargetId } }),
  };
}

function artifactRevisions(tables: CodepipelineTables, row: PipelineExecutionRow): ArtifactRevision[] {
  return succeededActions(tables, row).flatMap(({ outputArtifacts, observed: { revision } }) =>
    revision === undefined
      ? []
      : outputArtifacts.map(({ name }) => ({
          name,
          revisionId: revision.revisionId,
          revisionSummary: revision.summary,
          revisionUrl: revision.url,
          created: toDate(revision.createdAtMs),
        })),
  );
}
