import type { ServiceRow } from '../../services/ecs/store.ts';
import { applyActions } from './apply-actions.ts';
import type { ServicePass } from './service-pass.ts';
import type { ObservedTask } from './service-view.ts';

/** Stops tasks whose deployment or task set is not known any more. */
export function stopUnowned(
  pass: ServicePass,
  service: ServiceRow,
  observed: readonly ObservedTask[],
  knownIds: ReadonlySet<string>,
): void {
  const taskArns = observed
    .filter(({ deploymentId }) => !knownIds.has(deploymentId))
    .map(({ taskArn }) => taskArn);
  if (taskArns.length === 0) return;
  const source = {
    ...service,
    id: observed.find(({ taskArn }) => taskArns.includes(taskArn))?.deploymentId ?? '',
  };
  applyActions(pass, service, source, observed, [{ kind: 'stop', taskArns, cause: 'scaling' }], true);
}
