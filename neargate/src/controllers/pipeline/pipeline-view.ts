import type { ActionDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { executionsOf, hasEnded, stageRun, stagesOf } from '../../services/codepipeline/executions.ts';
import {
  type CodepipelineTables,
  type PipelineExecutionRow,
  type PipelineRow,
  versionKey,
} from '../../services/codepipeline/store.ts';
import type { ExecutionView, PipelineView, StageView } from './plan-execution.ts';

/** What the plan needs to know of a pipeline, read from its rows. */
export function pipelineView(tables: CodepipelineTables, pipeline: PipelineRow): PipelineView {
  return {
    mode: pipeline.declaration.executionMode ?? 'SUPERSEDED',
    disabledStages: new Set(Object.keys(pipeline.disabledTransitions)),
    executions: executionsOf(tables, pipeline.name)
      .filter((row) => !hasEnded(row))
      .map((row) => executionView(tables, row)),
  };
}

/** The action as the execution's version of the pipeline declares it. */
export function declaredAction(
  tables: CodepipelineTables,
  row: PipelineExecutionRow,
  actionName: string,
): ActionDeclaration | undefined {
  return stageOf(tables, row)?.actions?.find(({ name }) => name === actionName);
}

function stageOf(tables: CodepipelineTables, row: PipelineExecutionRow): StageDeclaration | undefined {
  return stagesOf(tables, row).find(({ name }) => name === row.observed.stageName);
}

function executionView(tables: CodepipelineTables, row: PipelineExecutionRow): ExecutionView {
  return {
    id: row.pipelineExecutionId,
    isRollback: row.executionType === 'ROLLBACK',
    stop: row.stopRequest === undefined ? undefined : row.stopRequest.abandon ? 'abandon' : 'wait',
    isInside: row.observed.isInside,
    stage: stageView(tables, row),
  };
}

function stageView(tables: CodepipelineTables, row: PipelineExecutionRow): StageView {
  const stages = stagesOf(tables, row);
  const declared = stageOf(tables, row);
  const run = stageRun(row, row.observed.stageName);
  const { onFailure } = declared ?? {};
  return {
    name: row.observed.stageName,
    isLast: stages.at(-1)?.name === row.observed.stageName,
    actions: (declared?.actions ?? []).map(({ name = '', runOrder = 1 }) => ({
      name,
      runOrder,
      status: tables.actions.get(run?.actions[name] ?? '')?.observed.status,
    })),
    onFailure: onFailure?.result === 'RETRY' || onFailure?.result === 'ROLLBACK' ? onFailure.result : 'FAIL',
    retryMode: onFailure?.retryConfiguration?.retryMode ?? 'FAILED_ACTIONS',
    automaticRetries: run?.automaticRetries ?? 0,
    refusal: refusalOf(tables, row, declared),
  };
}

/** Why a stage cannot run at all, as a sentence. */
function refusalOf(
  tables: CodepipelineTables,
  row: PipelineExecutionRow,
  declared: StageDeclaration | undefined,
): string | undefined {
  const { stageName } = row.observed;
  if (declared === undefined)
    return `Version ${row.pipelineVersion} of the pipeline has no stage with name '${stageName}'.`;
  const conditional = (['beforeEntry', 'onSuccess', 'onFailure'] as const).filter(
    (kind) => (declared[kind]?.conditions ?? []).length > 0,
  );
  if (conditional.length > 0) {
    return `Stage '${stageName}' has ${conditional.join(' and ')} conditions, whose rules Neargate does not evaluate; remove them to run it here.`;
  }
  const { variables = [] } =
    tables.versions.get(versionKey(row.pipelineName, row.pipelineVersion))?.declaration ?? {};
  const unset = variables.map(({ name = '' }) => name).filter((name) => !(name in row.variables));
  return unset.length === 0
    ? undefined
    : `The pipeline variable '${unset.join("', '")}' has no default value, and the start of the execution gave none.`;
}
