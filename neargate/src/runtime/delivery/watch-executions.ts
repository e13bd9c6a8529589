import type { PipelineExecutionStatus } from '../../gateway/pipeline-protocol.ts';
import { hasEnded } from '../../services/codepipeline/executions.ts';
import { codepipelineTableNames, codepipelineTables } from '../../services/codepipeline/store.ts';
import type { ControlPlane } from '../control-plane.ts';
import { executionStatus } from '../pipelines/execution-status.ts';

/**
 * Tells of every pipeline execution that is under way or starts later, at each change up to its end. Returns the function that ends
 * the watch.
 */
export function watchExecutions(
  plane: ControlPlane,
  onChange: (execution: PipelineExecutionStatus) => void,
): () => void {
  const { store } = plane;
  /** Execution id to its scope. */
  const open = new Map<string, string>();
  const take = (scope: string, id: string) => {
    const row = codepipelineTables(store, scope).executions.get(id);
    if (row === undefined) {
      open.delete(id);
      return;
    }
    onChange(executionStatus(plane, scope, row));
    if (hasEnded(row)) open.delete(id);
  };
  for (const scope of store.scopes(codepipelineTableNames.executions)) {
    for (const row of codepipelineTables(store, scope).executions.values())
      if (!hasEnded(row)) open.set(row.pipelineExecutionId, scope);
  }
  let isScheduled = false;
  let isOver = false;
  const look = () => {
    isScheduled = false;
    if (isOver) return;
    for (const [id, scope] of open) take(scope, id);
  };
  const unsubscribe = store.subscribe((changes) => {
    for (const { table, scope, key, before, after } of changes) {
      if (table !== codepipelineTableNames.executions || after === undefined) continue;
      // A retry opens an execution again that had ended.
      const row = after as Parameters<typeof hasEnded>[0];
      if (before === undefined || !hasEnded(row)) open.set(key, scope);
    }
    if (open.size === 0 || isScheduled) return;
    isScheduled = true;
    setImmediate(look);
  });
  return () => {
    isOver = true;
    unsubscribe();
  };
}
