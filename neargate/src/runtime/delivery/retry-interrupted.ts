import { isOwnEnd } from '../../controllers/build/own-end.ts';
import type { DeliveryLine } from '../../gateway/pipeline-protocol.ts';
import { executionsOf } from '../../services/codepipeline/executions.ts';
import { codepipelineTables, type PipelineExecutionRow } from '../../services/codepipeline/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { failedPhase, findBuild } from '../pipelines/build-facts.ts';
import type { DeliverySource } from './sources.ts';

/**
 * Runs the failed stage of a pipeline's latest execution again, as RetryStageExecution does, where its build failed because Neargate
 * itself ended: nothing is wrong with what was pushed. Resolves to the executions that go on.
 */
export async function retryInterrupted(
  plane: Pick<ControlPlane, 'store' | 'invoke' | 'contextOf'>,
  { scope, pipelines }: Pick<DeliverySource, 'scope' | 'pipelines'>,
  emit: (line: DeliveryLine) => void,
): Promise<readonly string[]> {
  const tables = codepipelineTables(plane.store, scope);
  const retried: string[] = [];
  for (const { name: pipelineName } of pipelines) {
    const latest = executionsOf(tables, pipelineName).at(-1);
    if (latest === undefined || !isInterrupted(plane, scope, latest)) continue;
    const { pipelineExecutionId, observed } = latest;
    await plane.invoke(
      'codepipeline',
      'RetryStageExecution',
      { pipelineName, pipelineExecutionId, stageName: observed.stageName, retryMode: 'FAILED_ACTIONS' },
      plane.contextOf(scope).caller,
    );
    emit({ kind: 'retry', pipeline: pipelineName, stage: observed.stageName });
    retried.push(pipelineExecutionId);
  }
  return retried;
}

/** Whether builds that Neargate's own end failed are all that failed. */
function isInterrupted(
  plane: Pick<ControlPlane, 'store'>,
  scope: string,
  { observed: { status, stages, stageName } }: PipelineExecutionRow,
): boolean {
  if (status !== 'Failed') return false;
  const { actions } = codepipelineTables(plane.store, scope);
  const run = stages.find((stage) => stage.stageName === stageName);
  const failed = Object.values(run?.actions ?? {}).flatMap((id) => {
    const action = actions.get(id);
    return action?.observed.status === 'Failed' ? [action] : [];
  });
  return (
    failed.length > 0 &&
    failed.every(({ actionTypeId, observed: { externalExecutionId } }) => {
      const build =
        actionTypeId.provider === 'CodeBuild' ? findBuild(plane, scope, externalExecutionId) : undefined;
      return build !== undefined && isOwnEnd(failedPhase(build)?.message ?? '');
    })
  );
}
