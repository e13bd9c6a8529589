import type {
  ActionState,
  GetPipelineStateOutput,
  RetryStageMetadata,
  StageDeclaration,
  StageExecution,
  StageState,
  TransitionState,
} from '@aws-sdk/client-codepipeline';
import { toDate } from '../timestamps.ts';
import { actionsOf, executionsOf, hasEnded, latestInStage } from './executions.ts';
import type {
  ActionExecutionRow,
  CodepipelineTables,
  PipelineExecutionRow,
  PipelineRow,
  StageRunRow,
} from './store.ts';

/**
 * A pipeline's stages and actions as GetPipelineState shows them. A stage keeps showing the execution that was in it last
 * until another one enters.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 */
export function describePipelineState(tables: CodepipelineTables, row: PipelineRow): GetPipelineStateOutput {
  const executions = executionsOf(tables, row.name);
  const actions = actionsOf(
    tables,
    executions.map(({ pipelineExecutionId }) => pipelineExecutionId),
  );
  return {
    pipelineName: row.name,
    pipelineVersion: row.version,
    stageStates: (row.declaration.stages ?? []).map((stage) => stageState(row, stage, executions, actions)),
    created: toDate(row.createdAtMs),
    updated: toDate(row.updatedAtMs),
  };
}

function stageState(
  pipeline: PipelineRow,
  stage: StageDeclaration,
  executions: readonly PipelineExecutionRow[],
  actions: readonly ActionExecutionRow[],
): StageState {
  const stageName = stage.name ?? '';
  const inbound = executions.filter(
    (row) => !hasEnded(row) && !row.observed.isInside && row.observed.stageName === stageName,
  );
  const latest = latestInStage(executions, stageName);
  const newest = inbound.at(-1);
  return {
    stageName,
    ...(newest === undefined ? {} : { inboundExecution: waiting(newest) }),
    inboundExecutions: inbound.map(waiting),
    inboundTransitionState: transitionState(pipeline, stageName),
    actionStates: (stage.actions ?? []).map((action) =>
      actionState(
        action.name ?? '',
        actions.findLast((one) => one.stageName === stageName && one.actionName === action.name),
      ),
    ),
    ...(latest === undefined
      ? {}
      : {
          latestExecution: {
            pipelineExecutionId: latest.execution.pipelineExecutionId,
            status: latest.run.status,
            type: latest.execution.executionType,
          },
          ...retryMetadata(latest.run),
        }),
  };
}

function waiting(row: PipelineExecutionRow): StageExecution {
  return {
    pipelineExecutionId: row.pipelineExecutionId,
    status: row.observed.status === 'Stopping' ? 'Stopping' : 'InProgress',
    type: row.executionType,
  };
}

function retryMetadata(run: StageRunRow): { retryStageMetadata?: RetryStageMetadata } {
  if (run.automaticRetries + run.manualRetries === 0) return {};
  return {
    retryStageMetadata: {
      autoStageRetryAttempt: run.automaticRetries,
      manualStageRetryAttempt: run.manualRetries,
      latestRetryTrigger: run.latestRetryTrigger,
    },
  };
}

function actionState(actionName: string, row: ActionExecutionRow | undefined): ActionState {
  if (row === undefined) return { actionName };
  const { observed } = row;
  const { revision } = observed;
  return {
    actionName,
    ...(revision === undefined
      ? {}
      : {
          currentRevision: {
            revisionId: revision.revisionId,
            revisionChangeId: undefined,
            created: toDate(revision.createdAtMs),
          },
          revisionUrl: revision.url,
        }),
    latestExecution: {
      actionExecutionId: row.actionExecutionId,
      status: observed.status,
      summary: observed.summary,
      lastStatusChange: toDate(observed.updatedAtMs),
      lastUpdatedBy: observed.updatedBy,
      externalExecutionId: observed.externalExecutionId,
      errorDetails: observed.errorDetails,
      ...(observed.status === 'InProgress' && row.approval === undefined ? { token: row.approvalToken } : {}),
    },
  };
}

function transitionState(row: PipelineRow, stageName: string): TransitionState {
  const disabled = row.disabledTransitions[stageName];
  if (disabled === undefined) return { enabled: true };
  return {
    enabled: false,
    lastChangedBy: disabled.changedBy,
    lastChangedAt: toDate(disabled.changedAtMs),
    disabledReason: disabled.reason,
  };
}
