import type {
  ActionExecutionStatus,
  PipelineExecutionStatus,
  StageExecutionStatus,
} from '@aws-sdk/client-codepipeline';
import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Store } from '../../store/store.ts';
import { emitEvent } from '../events/emit-event.ts';
import { type ActionExecutionRow, codepipelineTables, type PipelineExecutionRow } from './store.ts';

/** What telling of a change needs. */
export interface EventEnvironment {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
}

const pipelineStates: Readonly<Record<PipelineExecutionStatus, string>> = {
  InProgress: 'STARTED',
  Stopping: 'STOPPING',
  Stopped: 'STOPPED',
  Succeeded: 'SUCCEEDED',
  Superseded: 'SUPERSEDED',
  Failed: 'FAILED',
  Cancelled: 'CANCELED',
};

const stageStates: Readonly<Record<StageExecutionStatus, string>> = {
  InProgress: 'STARTED',
  Stopping: 'STOPPING',
  Stopped: 'STOPPED',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
  Cancelled: 'CANCELED',
  Skipped: 'SKIPPED',
};

const actionStates: Readonly<Record<ActionExecutionStatus, string>> = {
  InProgress: 'STARTED',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
  Abandoned: 'ABANDONED',
};

// https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html

/** Tells of an execution's status; to be called in the transaction that sets it. `state` only where it is not the status's own. */
export function tellExecutionState(
  environment: EventEnvironment,
  scope: string,
  row: PipelineExecutionRow,
  state: string = pipelineStates[row.observed.status],
): void {
  tell(environment, scope, row.pipelineName, 'CodePipeline Pipeline Execution State Change', {
    pipeline: row.pipelineName,
    'execution-id': row.pipelineExecutionId,
    'start-time': new Date(row.startedAtMs).toISOString(),
    ...(state === 'STARTED'
      ? {
          'execution-trigger': {
            'trigger-type': row.trigger.triggerType,
            'trigger-detail': row.trigger.triggerDetail,
          },
        }
      : {}),
    ...(row.stopRequest?.reason === undefined ? {} : { 'stop-execution-comments': row.stopRequest.reason }),
    state,
    version: row.pipelineVersion,
  });
}

/** Tells of a stage's status in an execution. */
export function tellStageState(
  environment: EventEnvironment,
  scope: string,
  row: PipelineExecutionRow,
  stageName: string,
  status: StageExecutionStatus | 'RESUMED',
): void {
  tell(environment, scope, row.pipelineName, 'CodePipeline Stage Execution State Change', {
    pipeline: row.pipelineName,
    'execution-id': row.pipelineExecutionId,
    'start-time': new Date(row.startedAtMs).toISOString(),
    stage: stageName,
    state: status === 'RESUMED' ? status : stageStates[status],
    version: row.pipelineVersion,
  });
}

/** Tells of an action's status. */
export function tellActionState(environment: EventEnvironment, scope: string, row: ActionExecutionRow): void {
  const { observed, actionTypeId } = row;
  const artifacts = (list: ActionExecutionRow['inputArtifacts']) =>
    list.map(({ name, bucket, key }) => ({ name, s3location: { bucket, key } }));
  tell(environment, scope, row.pipelineName, 'CodePipeline Action Execution State Change', {
    pipeline: row.pipelineName,
    'execution-id': row.pipelineExecutionId,
    stage: row.stageName,
    action: row.actionName,
    'action-execution-id': row.actionExecutionId,
    state: actionStates[observed.status],
    region: row.region,
    type: {
      owner: actionTypeId.owner,
      provider: actionTypeId.provider,
      category: actionTypeId.category,
      version: actionTypeId.version,
    },
    ...(row.inputArtifacts.length === 0 ? {} : { 'input-artifacts': artifacts(row.inputArtifacts) }),
    ...(observed.status !== 'Succeeded' || row.outputArtifacts.length === 0
      ? {}
      : { 'output-artifacts': artifacts(row.outputArtifacts) }),
    ...(observed.status === 'InProgress'
      ? {}
      : {
          'execution-result': {
            'external-execution-id': observed.externalExecutionId,
            'external-execution-summary': observed.errorDetails?.message ?? observed.summary,
            'error-code': observed.errorDetails?.code,
          },
        }),
    version: row.pipelineVersion,
  });
}

function tell(
  environment: EventEnvironment,
  scope: string,
  pipelineName: string,
  detailType: string,
  detail: Readonly<Record<string, unknown>>,
): void {
  const pipeline = codepipelineTables(environment.store, scope).pipelines.get(pipelineName);
  emitEvent(environment, scope, {
    source: 'aws.codepipeline',
    detailType,
    resources: pipeline === undefined ? [] : [pipeline.arn],
    detail: JSON.parse(JSON.stringify(detail)) as Record<string, unknown>,
  });
}
