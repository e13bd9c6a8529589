import { UserError } from '../../core/user-error.ts';
import type { DeliveryEnd, DeliveryLine, PipelineExecutionStatus } from '../../gateway/pipeline-protocol.ts';
import type { Server } from '../../runtime/server.ts';
import { causeLines, stepLine } from '../views/delivery-lines.ts';
import type { Undelivered } from './unmet-requests.ts';

export interface DeliverOnUpOptions {
  readonly directory: string;
  readonly includeUncommitted: boolean;
  readonly isVerbose: boolean;
  readonly say: (text: string) => void;
  /** Shows what happens. */
  readonly take: (line: DeliveryLine) => void;
  /** Called when the pipeline waits for somebody: everything else may be ready. */
  readonly onWaiting: () => void;
  readonly signal: AbortSignal;
}

/**
 * Pushes the working tree to what the applied pipeline reads and shows what comes of it. A failure is told, not thrown: the server
 * goes on. Resolves at the end, and at once where nothing is to be pushed; to why, where what was to be pushed reached no pipeline.
 */
export async function deliverOnUp(
  server: Server,
  { directory, includeUncommitted, isVerbose, say, take, onWaiting, signal }: DeliverOnUpOptions,
): Promise<Undelivered | undefined> {
  const sources = server.deliverySources();
  const [source] = sources;
  if (source === undefined) return undefined;
  if (sources.length > 1) {
    for (const { repositoryName, url, branchName } of sources)
      say(`${stepLine('Push', repositoryName, `is yours to push: git push ${url} HEAD:${branchName}`)}\n`);
    return undefined;
  }
  const executions = server.pipelines().flatMap((pipeline) => pipeline.executions);
  const knownExecutions = new Set(executions.map(({ id }) => id));
  for (const line of firstRuns(executions)) say(`${line}\n`);
  try {
    const ended = await server.deliver(
      { directory, includeUncommitted, withBuildLogs: isVerbose },
      (line) => {
        take(line);
        if (line.kind === 'execution' && waitsForApproval(line.execution)) onWaiting();
      },
      signal,
    );
    for (const line of afterwards(ended)) say(`${line}\n`);
    return ended.outcome === 'not-started' && ended.cause !== undefined
      ? { sentence: ended.cause.sentence, knownExecutions }
      : undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof UserError)) throw error;
    say(`${stepLine('Push', error.message)}\n`);
    if (error.remedy !== undefined) say(`${stepLine('', error.remedy)}\n`);
    return { sentence: `Nothing was pushed: ${error.message}`, knownExecutions };
  }
}

/** Creating a pipeline runs it at once, on AWS too, when its repository is still empty. */
function firstRuns(executions: readonly PipelineExecutionStatus[]): readonly string[] {
  return executions
    .filter(({ trigger, status }) => trigger.type === 'CreatePipeline' && status === 'Failed')
    .slice(0, executions.length === 1 ? 1 : 0)
    .map(({ pipelineName }) =>
      stepLine('Pipeline', pipelineName, 'ran when it was created, as on AWS, and found nothing pushed yet'),
    );
}

/** What is not among the problems that are told anyway. */
function afterwards({ outcome, cause }: DeliveryEnd): readonly string[] {
  if (outcome !== 'not-started' || cause === undefined) return [];
  return causeLines(cause).map((line, index) => stepLine(index === 0 ? 'Pipeline' : '', line.trim()));
}

function waitsForApproval({ stages }: PipelineExecutionStatus): boolean {
  return stages.some(({ actions }) =>
    actions.some(({ isWaitingForApproval }) => isWaitingForApproval === true),
  );
}
