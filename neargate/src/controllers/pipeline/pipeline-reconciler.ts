import {
  type ActionExecutionRow,
  codepipelineTableNames,
  codepipelineTables,
  type PipelineExecutionRow,
  type PipelineRow,
} from '../../services/codepipeline/store.ts';
import type { Reconciler } from '../reconciler.ts';
import { applyStep } from './apply-step.ts';
import type { PipelineEnvironment } from './environment.ts';
import { pipelineKey, splitKey } from './keys.ts';
import { nextStep } from './plan-execution.ts';
import { pipelineView } from './pipeline-view.ts';

/** No pipeline goes this far in one go; a plan that does would go on for ever. */
const mostSteps = 10_000;

/**
 * Brings each pipeline's executions as far as they can go: from stage to stage and action to action. What actions do is the
 * action controller's.
 */
export function pipelineReconciler(environment: PipelineEnvironment): Reconciler {
  const { store } = environment;
  return {
    name: 'pipeline',
    keysFor({ table, scope, before, after }) {
      switch (table) {
        case codepipelineTableNames.pipelines:
          return after === undefined ? [] : [pipelineKey(scope, (after as PipelineRow).name)];
        case codepipelineTableNames.executions:
        case codepipelineTableNames.actions: {
          const row = (after ?? before) as PipelineExecutionRow | ActionExecutionRow;
          return [pipelineKey(scope, row.pipelineName)];
        }
        default:
          return [];
      }
    },
    initialKeys() {
      return store
        .scopes(codepipelineTableNames.pipelines)
        .flatMap((scope) =>
          [...codepipelineTables(store, scope).pipelines.keys()].map((name) => pipelineKey(scope, name)),
        );
    },
    async reconcile(key) {
      const [scope, name] = splitKey(key);
      store.transact(() => goOn(environment, scope, name));
      return undefined;
    },
  };
}

function goOn(environment: PipelineEnvironment, scope: string, name: string): void {
  const tables = codepipelineTables(environment.store, scope);
  for (let count = 0; count < mostSteps; count++) {
    const pipeline = tables.pipelines.get(name);
    if (pipeline === undefined) return;
    const step = nextStep(pipelineView(tables, pipeline));
    if (step === undefined) return;
    applyStep(environment, scope, pipeline, step);
  }
  throw new Error(`pipeline ${name} does not come to rest`);
}
