import type { ActionExecutionStatus, ExecutionMode, StageRetryMode } from '@aws-sdk/client-codepipeline';

export interface ActionView {
  readonly name: string;
  readonly runOrder: number;
  /** Of the action execution that counts in this stage; undefined when it has not begun. */
  readonly status: ActionExecutionStatus | undefined;
}

/** The stage that an execution is in or waits for. */
export interface StageView {
  readonly name: string;
  readonly isLast: boolean;
  readonly actions: readonly ActionView[];
  readonly onFailure: 'FAIL' | 'RETRY' | 'ROLLBACK';
  readonly retryMode: StageRetryMode;
  readonly automaticRetries: number;
  /** Why nothing of it can run: the stage fails with this sentence. */
  readonly refusal?: string | undefined;
}

/** An execution that has not ended. */
export interface ExecutionView {
  readonly id: string;
  readonly isRollback: boolean;
  readonly stop: 'wait' | 'abandon' | undefined;
  readonly isInside: boolean;
  readonly stage: StageView;
}

/** One pipeline at one moment. */
export interface PipelineView {
  readonly mode: ExecutionMode;
  /** Stages that nothing may enter. */
  readonly disabledStages: ReadonlySet<string>;
  /** Those that have not ended, in the order in which they started. */
  readonly executions: readonly ExecutionView[];
}

export type Step =
  | { readonly kind: 'enter-stage'; readonly executionId: string }
  | { readonly kind: 'start-action'; readonly executionId: string; readonly action: string }
  | { readonly kind: 'abandon-action'; readonly executionId: string; readonly action: string }
  | { readonly kind: 'complete-stage'; readonly executionId: string; readonly endsExecution: boolean }
  | {
      readonly kind: 'fail-stage';
      readonly executionId: string;
      readonly rollsBack: boolean;
      readonly summary?: string;
    }
  | { readonly kind: 'retry-stage'; readonly executionId: string; readonly mode: StageRetryMode }
  | { readonly kind: 'stop'; readonly executionId: string }
  | { readonly kind: 'supersede'; readonly executionId: string; readonly by: string };

/** AWS retries a stage once by itself. */
const mostAutomaticRetries = 1;

/**
 * The next thing to do in a pipeline, or undefined when all there is to do is wait. Each step changes the view; asking again
 * until there is none brings a pipeline as far as it can go.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export function nextStep(view: PipelineView): Step | undefined {
  for (const execution of view.executions) {
    const step = execution.isInside ? stepInside(execution) : stepBefore(view, execution);
    if (step !== undefined) return step;
  }
  return undefined;
}

function stepInside({ id, isRollback, stop, stage }: ExecutionView): Step | undefined {
  const running = stage.actions.filter(({ status }) => status === 'InProgress');
  if (stop !== undefined) {
    const [first] = running;
    if (first === undefined) return { kind: 'stop', executionId: id };
    return stop === 'abandon' ? { kind: 'abandon-action', executionId: id, action: first.name } : undefined;
  }
  if (stage.refusal !== undefined)
    return { kind: 'fail-stage', executionId: id, rollsBack: false, summary: stage.refusal };
  if (stage.actions.some(({ status }) => status === 'Failed' || status === 'Abandoned')) {
    // A failed action does not cancel those beside it; the stage fails when they have ended.
    return running.length > 0 ? undefined : stepOfFailure(id, isRollback, stage);
  }
  const left = stage.actions.filter(({ status }) => status !== 'Succeeded');
  if (left.length === 0)
    return { kind: 'complete-stage', executionId: id, endsExecution: stage.isLast || isRollback };
  const order = Math.min(...left.map(({ runOrder }) => runOrder));
  const due = left.find(({ runOrder, status }) => runOrder === order && status === undefined);
  return due && { kind: 'start-action', executionId: id, action: due.name };
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback-auto.html */
function stepOfFailure(executionId: string, isRollback: boolean, stage: StageView): Step {
  if (stage.onFailure === 'RETRY' && stage.automaticRetries < mostAutomaticRetries)
    return { kind: 'retry-stage', executionId, mode: stage.retryMode };
  // A rollback that fails is not rolled back: it would go on for ever.
  return { kind: 'fail-stage', executionId, rollsBack: stage.onFailure === 'ROLLBACK' && !isRollback };
}

function stepBefore(view: PipelineView, execution: ExecutionView): Step | undefined {
  const { id, stop, isRollback, stage } = execution;
  if (stop !== undefined) return { kind: 'stop', executionId: id };
  const enter: Step = { kind: 'enter-stage', executionId: id };
  const isDisabled = view.disabledStages.has(stage.name);
  if (view.mode === 'PARALLEL') return isDisabled ? undefined : enter;
  const others = view.executions.filter((other) => other.id !== id && other.stage.name === stage.name);
  const isLocked = others.some(({ isInside }) => isInside);
  if (isRollback) return isLocked ? undefined : enter;
  const waiting = view.executions.filter(
    (other) => !other.isInside && !other.isRollback && other.stage.name === stage.name,
  );
  if (view.mode === 'SUPERSEDED') {
    const newest = waiting.findLast(({ stop: stopping }) => stopping === undefined);
    if (newest !== undefined && newest.id !== id)
      return { kind: 'supersede', executionId: id, by: newest.id };
  } else if (waiting[0]?.id !== id) return undefined;
  if (isLocked || isDisabled || others.some((other) => other.isRollback)) return undefined;
  return enter;
}
