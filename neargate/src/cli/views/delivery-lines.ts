import type {
  ActionStatus,
  DeliveryLine,
  FailureCause,
  PipelineExecutionStatus,
} from '../../gateway/pipeline-protocol.ts';

const labelWidth = 10;
/** More files than this are counted, not named. */
const filesNamed = 5;

/** A line of what happens: what it is about, then the words. */
export function stepLine(label: string, ...words: readonly (string | undefined)[]): string {
  const text = words.filter((word) => word !== undefined && word !== '').join('  ');
  return `${label.padEnd(labelWidth)}${label.length >= labelWidth ? '  ' : ''}${text}`.trimEnd();
}

/** What a delivery says about its push. */
export function pushLines(pushed: Extract<DeliveryLine, { kind: 'pushed' }>): readonly string[] {
  const { commitId, branch, repository, isNew, uncommitted, isLeftOut, notices } = pushed;
  const commit = shortCommit(commitId);
  return [
    isNew
      ? stepLine('Push', commit, `→ ${branch} of CodeCommit ${repository}`)
      : stepLine('Push', commit, `nothing new: ${branch} of CodeCommit ${repository} is there already`),
    ...notices.map((notice) => stepLine('', notice)),
    ...(uncommitted.length > 0 && isLeftOut ? [stepLine('', leftOut(uncommitted))] : []),
  ];
}

function leftOut(files: readonly string[]): string {
  const named = files.slice(0, filesNamed).join(', ');
  const more = files.length > filesNamed ? ` and ${files.length - filesNamed} more` : '';
  return `Not committed and so not pushed: ${named}${more}. With --include-uncommitted they are.`;
}

/** The lines that stay of how an execution has changed since `before`. */
export function executionLines(
  before: PipelineExecutionStatus | undefined,
  after: PipelineExecutionStatus,
): readonly string[] {
  const lines: string[] = [];
  const known = new Map(
    before?.stages.flatMap((stage) =>
      stage.actions.map((action) => [`${stage.name}/${action.name}`, action] as const),
    ),
  );
  const freshImages = after.images.filter((image) => before?.images.includes(image) !== true);
  const deploys: string[] = [];
  for (const stage of after.stages) {
    for (const action of stage.actions) {
      if (action.status === known.get(`${stage.name}/${action.name}`)?.status) continue;
      const line = stepLine(stage.name, action.name, ...actionWords(action));
      (action.provider === 'ECS' ? deploys : lines).push(line);
    }
  }
  return [...lines, ...freshImages.map((image) => stepLine('Image', image)), ...deploys];
}

/** An execution has ended: how, and after how long. */
export function executionEndLine(execution: PipelineExecutionStatus): string {
  return stepLine(
    'Pipeline',
    execution.pipelineName,
    execution.status,
    seconds((execution.endedAtMs ?? execution.startedAtMs) - execution.startedAtMs),
    execution.status === 'Failed' ? undefined : execution.summary,
  );
}

function actionWords({ status, startedAtMs, endedAtMs, detail, isWaitingForApproval }: ActionStatus) {
  const took =
    startedAtMs === undefined || endedAtMs === undefined ? undefined : seconds(endedAtMs - startedAtMs);
  return [
    status,
    took,
    detail,
    isWaitingForApproval ? 'waits for approval: neargate pipeline approve' : undefined,
  ];
}

/** What is under way, one line an action, for the bottom of a terminal. */
export function underWay(execution: PipelineExecutionStatus, nowMs: number): readonly string[] {
  return execution.stages.flatMap((stage) =>
    stage.actions
      .filter(({ status }) => status === 'InProgress')
      .map(({ name, detail, startedAtMs = nowMs }) =>
        stepLine(stage.name, name, detail, seconds(nowMs - startedAtMs)),
      ),
  );
}

/** A failure: the sentence, and below it the place, the last lines and what to do. */
export function causeLines({ where, sentence, place, lines, remedy }: FailureCause): readonly string[] {
  return [
    `${where}: ${sentence}`,
    ...(place === undefined ? [] : [`  at ${place}`]),
    ...lines.map((line) => `    | ${line}`),
    ...(remedy === undefined ? [] : [`  ${remedy}`]),
  ];
}

export function shortCommit(commitId: string): string {
  return commitId.slice(0, 12);
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
