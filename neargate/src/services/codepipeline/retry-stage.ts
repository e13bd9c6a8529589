import type { RetryTrigger, StageRetryMode } from '@aws-sdk/client-codepipeline';
import type { CodepipelineTables, PipelineExecutionRow, StageRunRow } from './store.ts';

/**
 * An execution that is back inside a stage it has been in: with FAILED_ACTIONS what succeeded there still counts, with
 * ALL_ACTIONS everything runs again. https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html
 */
export function retriedStage(
  tables: Pick<CodepipelineTables, 'actions'>,
  row: PipelineExecutionRow,
  stageName: string,
  { mode, trigger, nowMs }: { mode: StageRetryMode; trigger: RetryTrigger; nowMs: number },
): PipelineExecutionRow {
  const isAutomatic = trigger === 'AutomatedStageRetry';
  const retriedRun = (run: StageRunRow): StageRunRow => ({
    ...run,
    status: 'InProgress',
    updatedAtMs: nowMs,
    actions: mode === 'ALL_ACTIONS' ? {} : succeededOnly(tables, run.actions),
    automaticRetries: run.automaticRetries + (isAutomatic ? 1 : 0),
    manualRetries: run.manualRetries + (isAutomatic ? 0 : 1),
    latestRetryTrigger: trigger,
  });
  return {
    ...row,
    stopRequest: undefined,
    observed: {
      ...row.observed,
      status: 'InProgress',
      statusSummary: undefined,
      updatedAtMs: nowMs,
      stageName,
      isInside: true,
      stages: row.observed.stages.map((run) => (run.stageName === stageName ? retriedRun(run) : run)),
    },
  };
}

function succeededOnly(
  { actions }: Pick<CodepipelineTables, 'actions'>,
  current: StageRunRow['actions'],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(current).filter(([, id]) => actions.get(id)?.observed.status === 'Succeeded'),
  );
}
