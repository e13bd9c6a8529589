import type {
  ActionStatus,
  PipelineExecutionStatus,
  PipelineStatus,
} from '../../gateway/pipeline-protocol.ts';
import { causeLines, seconds, shortCommit } from './delivery-lines.ts';
import { renderTable } from './table.ts';

/** A pipeline as it stands: its latest execution stage by stage, why it failed, and the executions before it. */
export function renderPipeline(pipeline: PipelineStatus, nowMs: number): string {
  const { name, executionMode, source, executions } = pipeline;
  const [latest, ...earlier] = executions;
  const sections = [
    [
      `Pipeline ${name}  ${executionMode}`,
      ...(source === undefined ? [] : [`  Source  ${sourceLine(source)}`]),
    ].join('\n'),
    latest === undefined ? '  It never ran.' : renderExecution(latest, pipeline, nowMs),
    earlier.length === 0 ? '' : renderEarlier(earlier, nowMs),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function sourceLine({
  repositoryName,
  branchName,
  url,
  commitId,
}: NonNullable<PipelineStatus['source']>): string {
  const where = `CodeCommit ${repositoryName}, branch ${branchName}`;
  return commitId === undefined
    ? `${where}: nothing is pushed yet. Push with: neargate deploy, or git push ${url} HEAD:${branchName}`
    : `${where} at ${shortCommit(commitId)}  ${url}`;
}

function renderExecution(
  execution: PipelineExecutionStatus,
  { disabledStages }: PipelineStatus,
  nowMs: number,
): string {
  const rows = execution.stages.flatMap((stage) => {
    const disabled = disabledStages[stage.name];
    const waits =
      disabled === undefined || stage.status !== undefined ? '' : `transition disabled: ${disabled}`;
    return stage.actions.map((action, index) => [
      index === 0 ? stage.name : '',
      action.name,
      action.status ?? '-',
      durationOf(action, nowMs),
      action.isWaitingForApproval ? 'waits for: neargate pipeline approve' : (action.detail ?? waits),
    ]);
  });
  return [
    `  ${headline(execution, nowMs)}`,
    renderTable([['STAGE', 'ACTION', 'STATUS', 'TOOK', ''], ...rows], '  '),
    ...(execution.cause === undefined ? [] : ['', ...causeLines(execution.cause).map((line) => `  ${line}`)]),
  ].join('\n');
}

function headline(execution: PipelineExecutionStatus, nowMs: number): string {
  const { id, status, revision, trigger, summary } = execution;
  return [
    `Execution ${id}`,
    status,
    tookOf(execution, nowMs),
    revision === undefined ? '' : `${shortCommit(revision.id)} ${revision.summary ?? ''}`.trim(),
    `started by ${trigger.type}`,
    status === 'Failed' ? '' : (summary ?? ''),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

function renderEarlier(executions: readonly PipelineExecutionStatus[], nowMs: number): string {
  const rows = executions.map((execution) => [
    execution.id.slice(0, 8),
    execution.status,
    tookOf(execution, nowMs),
    execution.revision === undefined ? '-' : shortCommit(execution.revision.id),
    new Date(execution.startedAtMs).toISOString(),
    execution.cause?.where ?? execution.summary ?? '',
  ]);
  return `  Before\n${renderTable(rows, '  ')}`;
}

function tookOf({ startedAtMs, endedAtMs }: PipelineExecutionStatus, nowMs: number): string {
  return seconds((endedAtMs ?? nowMs) - startedAtMs);
}

function durationOf({ startedAtMs, endedAtMs }: ActionStatus, nowMs: number): string {
  return startedAtMs === undefined ? '-' : seconds((endedAtMs ?? nowMs) - startedAtMs);
}
