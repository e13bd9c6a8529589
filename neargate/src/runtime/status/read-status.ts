import { neargateVersion } from '../../core/version.ts';
import type { StatusDocument } from '../../gateway/admin-protocol.ts';
import { stateLayout } from '../state-layout.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { DataPlane } from '../data-plane.ts';
import { readOverview } from './overview.ts';
import { findProblems } from './problems.ts';
import { readPlaces } from './places.ts';
import { gatherProblems } from './problem-sources.ts';
import { storedOnly } from './stored-only.ts';

/** What runs, what is only kept, and what is wrong, as the tables are now. */
export function readStatus(plane: ControlPlane, dataPlane: DataPlane | undefined): StatusDocument {
  const { settings, store, gatewayUrl, clock } = plane;
  const { terraform: stateRoot } = stateLayout(settings.stateDirectory);
  return {
    version: neargateVersion,
    url: gatewayUrl,
    stateDirectory: settings.stateDirectory,
    accountId: settings.accountId,
    region: settings.region,
    timing: settings.timing,
    ...readOverview(store, dataPlane?.addresses, clock.now()),
    storedOnly: storedOnly(plane, stateRoot),
    problems: findProblems({ ...gatherProblems(plane, dataPlane), ...readPlaces(stateRoot) }),
  };
}
