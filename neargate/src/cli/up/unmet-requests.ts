import type { PipelineStatus } from '../../gateway/pipeline-protocol.ts';
import type { UnfinishedRun } from '../../runtime/terraform/engine-runs.ts';
import { causeLines } from '../views/delivery-lines.ts';

/** A delivery that did not take place: nothing that was to be pushed reached a pipeline. */
export interface Undelivered {
  readonly sentence: string;
  /** The executions that there were then. */
  readonly knownExecutions: ReadonlySet<string>;
}

export interface Requests {
  readonly unfinishedRuns: readonly UnfinishedRun[];
  readonly pipelines: readonly PipelineStatus[];
  readonly undelivered: Undelivered | undefined;
}

/** Why what runs is not what was asked for, however healthy it is: one sentence each. Empty when it is. */
export function unmetRequests({ unfinishedRuns, pipelines, undelivered }: Requests): readonly string[] {
  return [
    ...unfinishedRuns
      .filter(({ state }) => state === 'failed')
      .map(({ action, directory }) => `The last ${action} of ${directory} failed.`),
    ...(undelivered === undefined || isMadeUpFor(undelivered, pipelines) ? [] : [undelivered.sentence]),
    ...pipelines.flatMap(undeployedCommit),
  ];
}

/** The commit of the branch that a pipeline reads, where its latest execution did not bring it out. */
function undeployedCommit({ name, source, executions: [latest] }: PipelineStatus): readonly string[] {
  if (source?.commitId === undefined) return [];
  switch (latest?.status) {
    case 'Failed':
      return [
        `Pipeline ${name} failed: ${latest.cause === undefined ? '' : (causeLines(latest.cause)[0] ?? '')}`,
      ];
    case 'Stopped':
      return [`Pipeline ${name} was stopped before its end.`];
    default:
      return [];
  }
}

function isMadeUpFor({ knownExecutions }: Undelivered, pipelines: readonly PipelineStatus[]): boolean {
  return pipelines.some(({ executions }) =>
    executions.some(({ id, status }) => status === 'Succeeded' && !knownExecutions.has(id)),
  );
}
