import type {
  DisableStageTransitionInput,
  EnableStageTransitionInput,
  GetPipelineStateInput,
  GetPipelineStateOutput,
  ListPipelineExecutionsInput,
  ListPipelineExecutionsOutput,
  TransitionState,
} from '@aws-sdk/client-codepipeline';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { pipelineName } from '../declaration-input.ts';
import { invalidNextToken, stageNotFound } from '../errors.ts';
import { findPipeline } from '../pipelines.ts';
import { codepipelineTablesOf, type PipelineRow } from '../store.ts';

type Empty = Record<string, never>;

const transition = {
  pipelineName,
  stageName: pipelineName,
  transitionType: { required: true, enum: ['Inbound', 'Outbound'] },
} as const;

/**
 * The stages and actions as declared. Executions are absent as long as none happened.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 */
export const getPipelineState = operation<GetPipelineStateInput, GetPipelineStateOutput>({
  input: { name: pipelineName },
  handle(context, { name }) {
    const row = findPipeline(context, name);
    return {
      pipelineName: row.name,
      pipelineVersion: row.version,
      stageStates: (row.declaration.stages ?? []).map((stage) => ({
        stageName: stage.name,
        inboundExecutions: [],
        inboundTransitionState: transitionState(row, stage.name ?? ''),
        actionStates: (stage.actions ?? []).map((action) => ({ actionName: action.name })),
      })),
      created: toDate(row.createdAtMs),
      updated: toDate(row.updatedAtMs),
    };
  },
});

/**
 * Newest first.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html
 */
export const listPipelineExecutions = operation<ListPipelineExecutionsInput, ListPipelineExecutionsOutput>({
  input: { pipelineName, maxResults: { min: 1, max: 100 } },
  handle(context, { pipelineName: name, nextToken, maxResults = 100 }) {
    const pipeline = findPipeline(context, name);
    const rows = [...codepipelineTablesOf(context).executions.values()]
      .filter((row) => row.pipelineName === pipeline.name)
      .toReversed();
    const page = paginate(
      rows,
      (row) => row.pipelineExecutionId,
      { token: nextToken, limit: maxResults },
      invalidNextToken,
    );
    return {
      pipelineExecutionSummaries: page.items.map((row) => ({
        pipelineExecutionId: row.pipelineExecutionId,
        status: row.observed.status,
        statusSummary: row.observed.statusSummary,
        startTime: toDate(row.startedAtMs),
        lastUpdateTime: toDate(row.observed.updatedAtMs),
        trigger: row.trigger,
        executionMode: pipeline.declaration.executionMode,
      })),
      nextToken: page.nextToken,
    };
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html */
export const disableStageTransition = operation<DisableStageTransitionInput, Empty>({
  input: {
    ...transition,
    reason: { required: true, min: 1, max: 300, pattern: String.raw`[a-zA-Z0-9!@ \(\)\.\*\?\-]+` },
  },
  handle(context, { pipelineName: name, stageName, reason = '' }) {
    const row = findStage(context, name, stageName);
    const { caller, clock } = context;
    return put(context, row, {
      ...row.disabledTransitions,
      [stageName ?? '']: { reason, changedBy: caller.principalArn, changedAtMs: clock.now() },
    });
  },
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_EnableStageTransition.html */
export const enableStageTransition = operation<EnableStageTransitionInput, Empty>({
  input: transition,
  handle(context, { pipelineName: name, stageName }) {
    const row = findStage(context, name, stageName);
    const left = Object.entries(row.disabledTransitions).filter(([stage]) => stage !== stageName);
    return put(context, row, Object.fromEntries(left));
  },
});

function findStage(
  context: OperationContext,
  name: string | undefined,
  stageName: string | undefined,
): PipelineRow {
  const row = findPipeline(context, name);
  if (row.declaration.stages?.some((stage) => stage.name === stageName) !== true)
    throw stageNotFound(stageName ?? '', row.name);
  return row;
}

function put(
  context: OperationContext,
  row: PipelineRow,
  disabledTransitions: PipelineRow['disabledTransitions'],
): Empty {
  codepipelineTablesOf(context).pipelines.put(row.name, { ...row, disabledTransitions });
  return {};
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
