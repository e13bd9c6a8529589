import type {
  DeliveryEnd,
  DeliveryLine,
  FailureCause,
  PipelineExecutionStatus,
} from '../../gateway/pipeline-protocol.ts';
import { hasEnded } from '../../services/codepipeline/executions.ts';
import type { ControlPlane } from '../control-plane.ts';
import { executionStatus } from '../pipelines/execution-status.ts';
import { followExecutions } from './follow-executions.ts';
import { pushProject } from './push-project.ts';
import { retryInterrupted } from './retry-interrupted.ts';
import type { DeliverySource } from './sources.ts';
import { executionsFor, waitForStart } from './started-executions.ts';

export interface DeliveryOrder {
  /** A directory of the project. */
  readonly directory: string;
  readonly includeUncommitted: boolean;
  /** Also tell what builds write. */
  readonly withBuildLogs: boolean;
  readonly source: DeliverySource;
}

/**
 * Pushes a project to the repository that pipelines read and follows what comes of it to its end, telling each step. Nothing is
 * started here: what a push does is the event bus's and the pipeline's. What an earlier push began is followed too; where Neargate's own
 * end interrupted it, it is retried.
 * @throws UserError when the push fails; the signal's reason when it is aborted
 */
export async function deliver(
  plane: ControlPlane,
  order: DeliveryOrder,
  emit: (line: DeliveryLine) => void,
  signal: AbortSignal,
): Promise<DeliveryEnd> {
  const { source } = order;
  const begunMs = plane.clock.now();
  const known = new Set(executionsFor(plane, source).map((row) => row.pipelineExecutionId));
  const pushed = await pushProject(plane, order);
  const { commitId, notices, uncommitted } = pushed;
  emit({
    kind: 'pushed',
    commitId,
    repository: source.repositoryName,
    branch: source.branchName,
    url: source.url,
    isNew: pushed.pushed,
    uncommitted,
    isLeftOut: pushed.kind === 'commit',
    notices,
    tookMs: plane.clock.now() - begunMs,
  });
  const end = ({ outcome, cause }: Pick<DeliveryEnd, 'outcome' | 'cause'>): DeliveryEnd => {
    const tookMs = plane.clock.now() - begunMs;
    const line: DeliveryEnd = {
      kind: 'end',
      outcome,
      commitId,
      tookMs,
      ...(cause === undefined ? {} : { cause }),
    };
    emit(line);
    return line;
  };
  const follow = (ids: readonly string[]) =>
    followExecutions(plane, source.scope, ids, emit, { ...order, signal });
  if (!pushed.pushed) {
    const running = executionsFor(plane, source).filter((row) => !hasEnded(row));
    let ended = await follow(running.map((row) => row.pipelineExecutionId));
    const retried = await retryInterrupted(plane, source, emit);
    if (retried.length > 0) ended = await follow(retried);
    return end(
      ended.length === 0 ? { outcome: 'unchanged', ...causeOfLast(plane, source) } : outcomeOf(ended),
    );
  }
  const started = await waitForStart(plane, source, commitId, known, emit, signal);
  if (started.kind === 'none') return end({ outcome: 'not-started', cause: started.cause });
  return end(outcomeOf(await follow(started.executionIds)));
}

/** Why the latest execution failed, when it did: what runs is not what the branch holds. */
function causeOfLast(plane: ControlPlane, source: DeliverySource): { cause?: FailureCause } {
  const row = executionsFor(plane, source).at(-1);
  if (row === undefined) return {};
  const { cause } = executionStatus(plane, source.scope, row);
  return cause === undefined ? {} : { cause };
}

/** How executions that have ended ended together: what went wrong counts before what went well. */
export function outcomeOf(ended: readonly PipelineExecutionStatus[]): Pick<DeliveryEnd, 'outcome' | 'cause'> {
  const failed = ended.find(({ cause }) => cause !== undefined);
  if (failed?.cause !== undefined) return { outcome: 'failed', cause: failed.cause };
  const stopped = ended.find(({ status }) => status === 'Stopped' || status === 'Cancelled');
  if (stopped !== undefined) {
    const { pipelineName, summary = 'The execution was stopped.' } = stopped;
    return {
      outcome: 'failed',
      cause: { where: `pipeline ${pipelineName}`, sentence: summary, lines: [] },
    };
  }
  return { outcome: ended.some(({ status }) => status === 'Superseded') ? 'superseded' : 'succeeded' };
}
