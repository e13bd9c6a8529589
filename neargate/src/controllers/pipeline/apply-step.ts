import type { ActionExecutionStatus, StageExecutionStatus } from '@aws-sdk/client-codepipeline';
import {
  tellActionState,
  tellExecutionState,
  tellStageState,
} from '../../services/codepipeline/execution-events.ts';
import { executionsOf, latestInStage, stagesOf } from '../../services/codepipeline/executions.ts';
import { retriedStage } from '../../services/codepipeline/retry-stage.ts';
import { startRollback } from '../../services/codepipeline/start-execution.ts';
import {
  type CodepipelineTables,
  codepipelineTables,
  type PipelineExecutionRow,
  type PipelineRow,
  type StageRunRow,
} from '../../services/codepipeline/store.ts';
import type { PipelineEnvironment } from './environment.ts';
import { newActionExecution } from './new-action.ts';
import type { Step } from './plan-execution.ts';

/** Carries out one step of the plan on the rows, and tells of it. To be called in a transaction. */
export function applyStep(
  environment: PipelineEnvironment,
  scope: string,
  pipeline: PipelineRow,
  step: Step,
): void {
  const tables = codepipelineTables(environment.store, scope);
  const row = tables.executions.get(step.executionId);
  if (row === undefined) return;
  const world: StepWorld = { environment, scope, pipeline, tables, nowMs: environment.clock.now() };
  switch (step.kind) {
    case 'enter-stage':
      return enterStage(world, row);
    case 'start-action':
      return startAction(world, row, step.action);
    case 'abandon-action':
      return abandonAction(world, row, step.action);
    case 'complete-stage':
      return completeStage(world, row, step.endsExecution);
    case 'fail-stage':
      return failStage(world, row, step);
    case 'retry-stage':
      return retryStage(world, row, step.mode);
    case 'stop':
      return stop(world, row);
    case 'supersede':
      return end(world, row, 'Superseded', `Superseded by execution ${step.by}.`);
  }
}

interface StepWorld {
  readonly environment: PipelineEnvironment;
  readonly scope: string;
  readonly pipeline: PipelineRow;
  readonly tables: CodepipelineTables;
  readonly nowMs: number;
}

function enterStage(world: StepWorld, row: PipelineExecutionRow): void {
  const { stageName, stages } = row.observed;
  const run: StageRunRow = {
    stageName,
    status: 'InProgress',
    startedAtMs: world.nowMs,
    updatedAtMs: world.nowMs,
    actions: {},
    automaticRetries: 0,
    manualRetries: 0,
  };
  const entered = save(world, row, {
    isInside: true,
    stages: [...stages.filter((other) => other.stageName !== stageName), run],
  });
  tellStageState(world.environment, world.scope, entered, stageName, 'InProgress');
}

function startAction(world: StepWorld, row: PipelineExecutionRow, actionName: string): void {
  const { environment, scope, tables } = world;
  const action = newActionExecution(environment, scope, row, actionName);
  tables.actions.put(action.actionExecutionId, action);
  save(world, row, {
    stages: row.observed.stages.map((run) =>
      run.stageName === row.observed.stageName
        ? {
            ...run,
            updatedAtMs: world.nowMs,
            actions: { ...run.actions, [actionName]: action.actionExecutionId },
          }
        : run,
    ),
  });
  const began = { ...action, observed: { ...action.observed, status: 'InProgress' as const } };
  tellActionState(environment, scope, began);
  if (action.observed.status !== 'InProgress') tellActionState(environment, scope, action);
}

function abandonAction(world: StepWorld, row: PipelineExecutionRow, actionName: string): void {
  const { environment, scope, tables, nowMs } = world;
  const run = row.observed.stages.find(({ stageName }) => stageName === row.observed.stageName);
  const id = run?.actions[actionName] ?? '';
  const status: ActionExecutionStatus = 'Abandoned';
  const abandoned = tables.actions.update(id, (action) => ({
    ...action,
    observed: { ...action.observed, status, updatedAtMs: nowMs },
  }));
  tellActionState(environment, scope, abandoned);
}

function completeStage(world: StepWorld, row: PipelineExecutionRow, endsExecution: boolean): void {
  const completed = endStage(world, row, 'Succeeded');
  if (endsExecution) {
    end(world, completed, 'Succeeded');
    return;
  }
  const names = stagesOf(world.tables, row).map(({ name }) => name ?? '');
  const next = names[names.indexOf(row.observed.stageName) + 1] ?? '';
  save(world, completed, { stageName: next, isInside: false });
}

function failStage(
  world: StepWorld,
  row: PipelineExecutionRow,
  { rollsBack, summary }: Extract<Step, { kind: 'fail-stage' }>,
): void {
  const { stageName } = row.observed;
  const target = rollsBack ? rollbackTarget(world, row) : undefined;
  const noTarget =
    rollsBack && target === undefined
      ? `Stage '${stageName}' was not rolled back: no earlier execution of this version of the pipeline succeeded in it.`
      : undefined;
  end(world, endStage(world, row, 'Failed'), 'Failed', summary ?? noTarget);
  if (target === undefined) return;
  startRollback(world.environment.contextOf(world.scope), world.pipeline, stageName, target, {
    triggerType: 'AutomatedRollback',
    triggerDetail: row.pipelineExecutionId,
  });
}

/** The last execution that succeeded in the stage with the structure that the pipeline has now. */
function rollbackTarget(
  { tables, pipeline }: StepWorld,
  row: PipelineExecutionRow,
): PipelineExecutionRow | undefined {
  const { stageName } = row.observed;
  const candidates = executionsOf(tables, pipeline.name).filter(
    (other) =>
      other.pipelineExecutionId !== row.pipelineExecutionId &&
      other.executionType === 'STANDARD' &&
      other.pipelineVersion === pipeline.version &&
      other.observed.stages.some((run) => run.stageName === stageName && run.status === 'Succeeded'),
  );
  return latestInStage(candidates, stageName)?.execution;
}

function retryStage(
  world: StepWorld,
  row: PipelineExecutionRow,
  mode: Extract<Step, { kind: 'retry-stage' }>['mode'],
): void {
  const { environment, scope, tables, nowMs } = world;
  const retried = retriedStage(tables, row, row.observed.stageName, {
    mode,
    trigger: 'AutomatedStageRetry',
    nowMs,
  });
  tables.executions.put(row.pipelineExecutionId, retried);
  tellStageState(environment, scope, retried, row.observed.stageName, 'RESUMED');
}

function stop(world: StepWorld, row: PipelineExecutionRow): void {
  end(
    world,
    row.observed.isInside ? endStage(world, row, 'Stopped') : row,
    'Stopped',
    row.stopRequest?.reason,
  );
}

function endStage(
  world: StepWorld,
  row: PipelineExecutionRow,
  status: StageExecutionStatus,
): PipelineExecutionRow {
  const { stageName, stages } = row.observed;
  const ended = save(world, row, {
    isInside: false,
    stages: stages.map((run) =>
      run.stageName === stageName ? { ...run, status, updatedAtMs: world.nowMs } : run,
    ),
  });
  tellStageState(world.environment, world.scope, ended, stageName, status);
  return ended;
}

function end(
  world: StepWorld,
  row: PipelineExecutionRow,
  status: PipelineExecutionRow['observed']['status'],
  statusSummary?: string,
): void {
  tellExecutionState(
    world.environment,
    world.scope,
    save(world, row, { status, statusSummary, isInside: false }),
  );
}

function save(
  { tables, nowMs }: StepWorld,
  row: PipelineExecutionRow,
  change: Partial<PipelineExecutionRow['observed']>,
): PipelineExecutionRow {
  const saved = { ...row, observed: { ...row.observed, ...change, updatedAtMs: nowMs } };
  tables.executions.put(row.pipelineExecutionId, saved);
  return saved;
}
