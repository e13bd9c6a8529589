import type { DeliveryLine, FailureCause } from '../../gateway/pipeline-protocol.ts';
import { executionsOf } from '../../services/codepipeline/executions.ts';
import {
  codepipelineTableNames,
  codepipelineTables,
  type PipelineExecutionRow,
} from '../../services/codepipeline/store.ts';
import { eventsTableNames } from '../../services/events/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { findPushEvent, type PipelineDelivery, pushOutcome } from './push-events.ts';
import type { DeliverySource } from './sources.ts';
import { untilChanged } from './until-changed.ts';

/** The executions that a push started, or why it started none. */
export type Started =
  | { readonly kind: 'started'; readonly executionIds: readonly string[] }
  | { readonly kind: 'none'; readonly cause: FailureCause };

/** Every execution of the pipelines that read a source, oldest first. */
export function executionsFor(
  { store }: Pick<ControlPlane, 'store'>,
  { scope, pipelines }: Pick<DeliverySource, 'scope' | 'pipelines'>,
): readonly PipelineExecutionRow[] {
  const tables = codepipelineTables(store, scope);
  return pipelines
    .flatMap(({ name }) => executionsOf(tables, name))
    .toSorted((left, right) => left.startedAtMs - right.startedAtMs);
}

/**
 * Waits for what a push starts: the event bus finds the rule, and the rule's target starts the pipeline; a pipeline that polls
 * finds the commit by itself.
 */
export async function waitForStart(
  plane: ControlPlane,
  source: DeliverySource,
  commitId: string,
  known: ReadonlySet<string>,
  emit: (line: DeliveryLine) => void,
  signal: AbortSignal,
): Promise<Started> {
  const event = findPushEvent(plane.store, source, commitId);
  if (event !== undefined) {
    const { detailType, event: name, reference } = event;
    emit({ kind: 'event', detailType, event: name, reference });
    const outcome = await untilChanged(
      plane.store,
      ({ table }) => table === eventsTableNames.unmatchedEvents || table === eventsTableNames.deliveries,
      () => {
        const now = pushOutcome(plane.store, source, event);
        return now.kind === 'pending' ? undefined : now;
      },
      signal,
    );
    if (outcome.kind === 'matched') return startedByRules(outcome.deliveries, emit);
  }
  if (!source.pipelines.some(({ isPolled }) => isPolled))
    return { kind: 'none', cause: unansweredPush(source) };
  return untilChanged(
    plane.store,
    ({ table }) => table === codepipelineTableNames.executions,
    () => {
      const fresh = executionsFor(plane, source).filter((row) => !known.has(row.pipelineExecutionId));
      return fresh.length === 0
        ? undefined
        : { kind: 'started', executionIds: fresh.map((row) => row.pipelineExecutionId) };
    },
    signal,
  );
}

function startedByRules(
  deliveries: readonly PipelineDelivery[],
  emit: (line: DeliveryLine) => void,
): Started {
  const executionIds: string[] = [];
  for (const { rule, pipeline, executionId } of deliveries) {
    if (executionId === undefined) continue;
    emit({ kind: 'rule', rule, pipeline, executionId });
    executionIds.push(executionId);
  }
  const [first] = deliveries;
  if (executionIds.length > 0 || first === undefined) return { kind: 'started', executionIds };
  return {
    kind: 'none',
    cause: {
      where: `rule ${first.rule}`,
      sentence: `EventBridge could not start pipeline ${first.pipeline}: ${first.failure ?? ''}`,
      lines: [],
    },
  };
}

function unansweredPush({ repositoryName, branchName, pipelines }: DeliverySource): FailureCause {
  const names = pipelines.map(({ name }) => name).join(', ');
  return {
    where: `repository ${repositoryName}`,
    sentence: `The push to ${branchName} started nothing: no enabled EventBridge rule matches it with pipeline ${names} as target, and the pipeline does not poll its source.`,
    lines: [],
    remedy: `Give the Terraform an aws_cloudwatch_event_rule and target for it, or start it by hand: neargate pipeline start ${pipelines[0]?.name ?? ''}`,
  };
}
