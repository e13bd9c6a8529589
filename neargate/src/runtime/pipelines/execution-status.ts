import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { ActionStatus, PipelineExecutionStatus, StageStatus } from '../../gateway/pipeline-protocol.ts';
import { hasEnded, stageRun, stagesOf } from '../../services/codepipeline/executions.ts';
import {
  type ActionExecutionRow,
  codepipelineTables,
  type CodepipelineTables,
  type PipelineExecutionRow,
} from '../../services/codepipeline/store.ts';
import { ecrTables } from '../../services/ecr/store.ts';
import { ecsTables } from '../../services/ecs/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { findBuild } from './build-facts.ts';
import { failureCause } from './failure-cause.ts';

/** What an execution shows reads from. */
export type ExecutionSources = Pick<
  ControlPlane,
  'store' | 'logs' | 'invokeNow' | 'clock' | 'settings' | 'gatewayUrl'
>;

/** Of executions that have ended: their row does not change, and why one failed takes logs and git to say. */
const statusesOfEnded = new WeakMap<PipelineExecutionRow, PipelineExecutionStatus>();

/** An execution with every stage of the version that it runs. */
export function executionStatus(
  plane: ExecutionSources,
  scope: string,
  row: PipelineExecutionRow,
): PipelineExecutionStatus {
  const known = statusesOfEnded.get(row);
  if (known !== undefined) return known;
  const status = readExecution(plane, scope, row);
  if (hasEnded(row)) statusesOfEnded.set(row, status);
  return status;
}

function readExecution(
  plane: ExecutionSources,
  scope: string,
  row: PipelineExecutionRow,
): PipelineExecutionStatus {
  const tables = codepipelineTables(plane.store, scope);
  const stages = stagesOf(tables, row).map((stage): StageStatus => {
    const name = stage.name ?? '';
    const run = stageRun(row, name);
    return {
      name,
      ...(run === undefined ? {} : { status: run.status }),
      actions: (stage.actions ?? []).map((action) =>
        actionStatus(plane, scope, action, tables.actions.get(run?.actions[action.name ?? ''] ?? '')),
      ),
    };
  });
  const revision = firstRevision(tables, row);
  const { status, statusSummary, updatedAtMs } = row.observed;
  const endedAtMs = hasEnded(row) ? updatedAtMs : undefined;
  const cause = status === 'Failed' ? failureCause(plane, scope, row, stages) : undefined;
  return {
    pipelineName: row.pipelineName,
    id: row.pipelineExecutionId,
    status,
    ...(statusSummary === undefined ? {} : { summary: statusSummary }),
    startedAtMs: row.startedAtMs,
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    trigger: { type: row.trigger.triggerType ?? '', detail: row.trigger.triggerDetail ?? '' },
    ...(revision === undefined ? {} : { revision }),
    stages,
    images: pushedImages(plane, scope, row.startedAtMs, endedAtMs ?? Number.POSITIVE_INFINITY),
    ...(cause === undefined ? {} : { cause }),
  };
}

function actionStatus(
  plane: ExecutionSources,
  scope: string,
  declaration: ActionDeclaration,
  row: ActionExecutionRow | undefined,
): ActionStatus {
  const common = { name: declaration.name ?? '', provider: declaration.actionTypeId?.provider ?? '' };
  if (row === undefined) return common;
  const { status, updatedAtMs, errorDetails, externalExecutionId } = row.observed;
  const isWaiting = status === 'InProgress';
  const detail = detailOf(plane, scope, row);
  return {
    ...common,
    status,
    startedAtMs: row.startedAtMs,
    ...(isWaiting ? {} : { endedAtMs: updatedAtMs }),
    ...(detail === undefined ? {} : { detail }),
    ...(errorDetails === undefined ? {} : { error: errorDetails.message }),
    ...(common.provider === 'CodeBuild' && externalExecutionId !== undefined
      ? { buildId: externalExecutionId }
      : {}),
    ...(isWaiting && common.provider === 'Manual' && row.approval === undefined
      ? { isWaitingForApproval: true as const }
      : {}),
  };
}

function detailOf(plane: ExecutionSources, scope: string, row: ActionExecutionRow): string | undefined {
  const { observed, actionTypeId } = row;
  switch (actionTypeId.provider) {
    case 'CodeCommit':
      return observed.revision?.revisionId.slice(0, 12);
    case 'CodeBuild':
      return observed.status === 'InProgress'
        ? findBuild(plane, scope, observed.externalExecutionId)?.observed.currentPhase
        : undefined;
    case 'ECS':
      return rolloutOf(plane, scope, observed.externalExecutionId);
    default:
      return undefined;
  }
}

/** The deployment's task definition, and how many of its tasks run while it is under way. */
function rolloutOf({ store }: ExecutionSources, scope: string, deploymentId: string | undefined) {
  if (deploymentId === undefined) return undefined;
  const { services, tasks } = ecsTables(store, scope);
  for (const { deployments } of services.values()) {
    const deployment = deployments.find(({ id }) => id === deploymentId);
    if (deployment === undefined) continue;
    const revision = deployment.taskDefinition.split('/').at(-1) ?? '';
    if (deployment.observed.rolloutState !== 'IN_PROGRESS') return revision;
    const running = [...tasks.values()].filter(
      ({ startedBy, observed }) => startedBy === deploymentId && observed.lastStatus === 'RUNNING',
    ).length;
    return `${revision}  ${running} running`;
  }
  return undefined;
}

function firstRevision(
  tables: CodepipelineTables,
  row: PipelineExecutionRow,
): PipelineExecutionStatus['revision'] {
  for (const { actions } of row.observed.stages) {
    for (const id of Object.values(actions)) {
      const revision = tables.actions.get(id)?.observed.revision;
      if (revision === undefined) continue;
      const { revisionId, summary } = revision;
      return { id: revisionId, ...(summary === undefined ? {} : { summary: summary.split('\n')[0] ?? '' }) };
    }
  }
  return undefined;
}

/** The images that came to the registry in a span of time, each by one of its tags. */
function pushedImages({ store }: ExecutionSources, scope: string, fromMs: number, toMs: number): string[] {
  const { images, imageTags } = ecrTables(store, scope);
  return [...images.values()]
    .filter(({ pushedAtMs }) => pushedAtMs >= fromMs && pushedAtMs <= toMs)
    .map(({ repositoryName, imageDigest }) => {
      const tags = [...imageTags.values()].filter(
        (tag) => tag.repositoryName === repositoryName && tag.imageDigest === imageDigest,
      );
      const tag = (tags.find((one) => one.tag !== 'latest') ?? tags[0])?.tag;
      return tag === undefined ? `${repositoryName}@${imageDigest.slice(0, 19)}` : `${repositoryName}:${tag}`;
    });
}
