import type {
  DisableStageTransitionInput,
  EnableStageTransitionInput,
  GetPipelineStateInput,
  GetPipelineStateOutput,
} from '@aws-sdk/client-codepipeline';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { describePipelineState } from '../describe-state.ts';
import { stageNotFound } from '../errors.ts';
import { findPipeline } from '../pipelines.ts';
import { codepipelineTablesOf, type PipelineRow } from '../store.ts';

type Empty = Record<string, never>;

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html */
export const getPipelineState = operation<GetPipelineStateInput, GetPipelineStateOutput>({
  handle: (context, { name }) =>
    describePipelineState(codepipelineTablesOf(context), findPipeline(context, name)),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DisableStageTransition.html */
export const disableStageTransition = operation<DisableStageTransitionInput, Empty>({
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
