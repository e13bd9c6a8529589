import { systemClock } from '../../core/clock.ts';
import type { DeliveryLine, PipelineExecutionStatus } from '../../gateway/pipeline-protocol.ts';
import { executionEndLine, executionLines, pushLines, stepLine, underWay } from './delivery-lines.ts';

export interface DeliveryView {
  /** Writes a line that stays; it ends with a line end. */
  readonly say: (text: string) => void;
  /** Replaces what is shown of what is under way. */
  readonly show: (lines: readonly string[]) => void;
}

/** Shows a delivery as it happens. How it ended is for the caller to say. */
export function deliveryProgress({ say, show }: DeliveryView): (line: DeliveryLine) => void {
  const executions = new Map<string, PipelineExecutionStatus>();
  const announced = new Set<string>();
  const sayLines = (lines: readonly string[]) => {
    for (const line of lines) say(`${line}\n`);
  };
  const takeExecution = (execution: PipelineExecutionStatus) => {
    const { id, pipelineName, trigger, status } = execution;
    if (!announced.has(id)) {
      announced.add(id);
      say(`${startLine(pipelineName, id, trigger)}\n`);
    }
    sayLines(executionLines(executions.get(id), execution));
    if (execution.endedAtMs !== undefined && executions.get(id)?.status !== status)
      say(`${executionEndLine(execution)}\n`);
    executions.set(id, execution);
    show([...executions.values()].flatMap((one) => underWay(one, systemClock.now())));
  };
  return (line) => {
    switch (line.kind) {
      case 'pushed':
        sayLines(pushLines(line));
        return;
      case 'event':
        say(`${stepLine('Event', line.detailType, line.event, line.reference)}\n`);
        return;
      case 'rule':
        announced.add(line.executionId);
        say(`${ruleLine(line.rule, line.pipeline, line.executionId)}\n`);
        return;
      case 'retry':
        say(
          `${stepLine('Retry', line.pipeline, `stage ${line.stage} again: Neargate's end, not the build, failed it`)}\n`,
        );
        return;
      case 'execution':
        takeExecution(line.execution);
        return;
      case 'log':
        say(`${line.project} | ${line.text}\n`);
        return;
      case 'end':
        show([]);
        return;
    }
  };
}

function startLine(
  pipeline: string,
  id: string,
  { type, detail }: PipelineExecutionStatus['trigger'],
): string {
  // The detail is the rule's ARN then.
  if (type === 'CloudWatchEvent') return ruleLine(detail.slice(detail.lastIndexOf('/') + 1), pipeline, id);
  return stepLine('Pipeline', pipeline, `execution ${id.slice(0, 8)}`, `started by ${type}`);
}

function ruleLine(rule: string, pipeline: string, id: string): string {
  return stepLine('Rule', rule, `→ pipeline ${pipeline}`, `execution ${id.slice(0, 8)}`);
}
