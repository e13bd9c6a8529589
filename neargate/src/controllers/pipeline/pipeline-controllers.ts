import type { Reconciler } from '../reconciler.ts';
import { actionReconciler } from './action-reconciler.ts';
import type { PipelineEnvironment } from './environment.ts';
import { pipelineReconciler } from './pipeline-reconciler.ts';
import { sourcePollReconciler } from './source-poll-reconciler.ts';

/** All that runs pipelines: what goes on when, what actions do, and looking at sources that are polled. */
export function pipelineControllers(environment: PipelineEnvironment): readonly Reconciler[] {
  return [pipelineReconciler(environment), actionReconciler(environment), sourcePollReconciler(environment)];
}
