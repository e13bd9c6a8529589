import type { DeliveryLine, PipelineExecutionStatus } from '../../gateway/pipeline-protocol.ts';
import { hasEnded } from '../../services/codepipeline/executions.ts';
import { codepipelineTables } from '../../services/codepipeline/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { executionStatus } from '../pipelines/execution-status.ts';
import { followBuildLogs } from './follow-build-logs.ts';
import { untilChanged } from './until-changed.ts';

const concerned = ['codepipeline.', 'codebuild.builds', 'ecs.', 'ecr.images'];

/** Tells how executions stand at each change until all have ended, and resolves to how they ended. */
export async function followExecutions(
  plane: ControlPlane,
  scope: string,
  executionIds: readonly string[],
  emit: (line: DeliveryLine) => void,
  { withBuildLogs, signal }: { readonly withBuildLogs: boolean; readonly signal: AbortSignal },
): Promise<readonly PipelineExecutionStatus[]> {
  const { executions } = codepipelineTables(plane.store, scope);
  const told = new Map<string, string>();
  const logs = withBuildLogs ? followBuildLogs(plane, scope, emit) : undefined;
  const look = (): readonly PipelineExecutionStatus[] | undefined => {
    const rows = executionIds.flatMap((id) => executions.get(id) ?? []);
    const now = rows.map((row) => executionStatus(plane, scope, row));
    for (const execution of now) {
      const text = JSON.stringify(execution);
      if (told.get(execution.id) === text) continue;
      told.set(execution.id, text);
      logs?.look(execution);
      emit({ kind: 'execution', execution });
    }
    return rows.every(hasEnded) ? now : undefined;
  };
  try {
    return await untilChanged(
      plane.store,
      ({ table }) => concerned.some((prefix) => table.startsWith(prefix)),
      look,
      signal,
    );
  } finally {
    logs?.end();
  }
}
