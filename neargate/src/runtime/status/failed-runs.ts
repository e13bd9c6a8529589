import type { Problem } from '../../gateway/admin-protocol.ts';
import type { UnfinishedRun } from '../terraform/engine-runs.ts';

/** What was asked of the engine and failed, however healthy what there is may be. */
export function failedRunProblems(runs: readonly UnfinishedRun[]): readonly Problem[] {
  return runs
    .filter(({ state }) => state === 'failed')
    .map(({ action, directory }) => ({
      resource: `${action} of ${directory}`,
      cause: `The last ${action} failed: what runs is not what the configuration says.`,
      remedy: `Correct it and run "neargate ${action}" again.`,
    }));
}
