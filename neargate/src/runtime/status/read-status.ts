import { neargateVersion } from '../../core/version.ts';
import type { StatusDocument } from '../../gateway/admin-protocol.ts';
import { stateLayout } from '../state-layout.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { DataPlane } from '../data-plane.ts';
import { pipelineProblems, withoutToldByPipelines } from '../pipelines/pipeline-problems.ts';
import { pipelineStatuses } from '../pipelines/pipeline-statuses.ts';
import { faultStatuses } from '../network/faults.ts';
import { readOverview } from './overview.ts';
import { findProblems } from './problems.ts';
import { readPlaces } from './places.ts';
import { gatherProblems } from './problem-sources.ts';
import type { UnfinishedRun } from '../terraform/engine-runs.ts';
import { failedRunProblems } from './failed-runs.ts';
import { keptOnly } from './kept-only.ts';

/** What runs, what is only kept, and what is wrong, as the tables are now. */
export function readStatus(
  plane: ControlPlane,
  dataPlane: DataPlane | undefined,
  unfinishedRuns: readonly UnfinishedRun[],
): StatusDocument {
  const { settings, store, gatewayUrl, clock } = plane;
  const { terraform: stateRoot } = stateLayout(settings.stateDirectory);
  const pipelines = pipelineStatuses(plane);
  const sources = gatherProblems(plane, dataPlane);
  const places = readPlaces(stateRoot);
  return {
    version: neargateVersion,
    url: gatewayUrl,
    stateDirectory: settings.stateDirectory,
    accountId: settings.accountId,
    region: settings.region,
    timing: settings.timing,
    ...readOverview(store, dataPlane?.addresses, clock.now()),
    pipelines,
    faults: faultStatuses(plane),
    ...keptOnly(plane, stateRoot),
    problems: [
      ...failedRunProblems(unfinishedRuns),
      ...pipelineProblems(pipelines, (name) => places.placeOf(name)),
      ...findProblems({
        ...sources,
        services: withoutToldByPipelines(store, pipelines, sources.services),
        ...places,
      }),
    ],
  };
}
