import type { DeploymentRow, ServiceRow } from '../../../services/ecs/store.ts';
import { applyActions } from '../apply-actions.ts';
import { planFleet } from '../fleet.ts';
import type { ServicePass } from '../service-pass.ts';
import type { ObservedTask } from '../service-view.ts';
import { throttledForMs } from '../start-throttle.ts';

export interface FleetWish {
  readonly source: DeploymentRow;
  readonly wantedCount: number;
  /** False to leave it as it is but for what is too much. */
  readonly mayStart: boolean;
}

/** Brings one deployment's tasks to their number. Returns how long the start throttle holds it back, in milliseconds. */
export function keepFleet(
  pass: ServicePass,
  service: ServiceRow,
  { source, wantedCount, mayStart }: FleetWish,
  observed: readonly ObservedTask[],
): number {
  const own = observed.filter(({ deploymentId }) => deploymentId === source.id);
  const actions = planFleet({
    id: source.id,
    wantedCount,
    maximumPercent: service.deploymentConfiguration.maximumPercent ?? 200,
    mayStart: mayStart && wantedCount > 0,
    tasks: own,
  });
  const throttledMs =
    mayStart && wantedCount > 0 ? throttledForMs(pass, source, source.observed.startFailures) : 0;
  applyActions(pass, service, source, observed, actions, throttledMs > 0);
  return throttledMs;
}

/** Whether a deployment has as many healthy tasks as wanted, and no others. */
export function isFleetUp(
  id: string,
  wantedCount: number,
  observed: readonly Pick<ObservedTask, 'deploymentId' | 'health'>[],
): boolean {
  const own = observed.filter(({ deploymentId }) => deploymentId === id);
  return own.length === wantedCount && own.every(({ health }) => health === 'healthy');
}
