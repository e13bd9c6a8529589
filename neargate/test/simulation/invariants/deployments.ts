import { ecsTableNames, type DeploymentRow, type ServiceRow } from '../../../src/services/ecs/store.ts';
import type { View } from '../view.ts';
import type { Invariant } from './invariant.ts';

export const onePrimary: Invariant = {
  name: 'an active service has exactly one PRIMARY deployment',
  atCommit(view, changes) {
    if (!changes.some(({ table }) => table === ecsTableNames.services)) return [];
    const service = view.service();
    if (service?.status !== 'ACTIVE') return [];
    const count = service.deployments.filter(({ status }) => status === 'PRIMARY').length;
    return count === 1 ? [] : [`it has ${count}`];
  },
};

/** No deployment is COMPLETED before its tasks serve, and none FAILED for the breaker before tasks have failed. */
export const trueRolloutStates: Invariant = {
  name: 'rolloutState tells what has happened',
  atCommit: (view, changes) =>
    changes
      .filter(({ table }) => table === ecsTableNames.services)
      .flatMap(({ before, after }) => {
        const now = (after as ServiceRow | undefined)?.deployments ?? [];
        const was = (before as ServiceRow | undefined)?.deployments ?? [];
        return now.flatMap((deployment) => {
          const old = was.find(({ id }) => id === deployment.id);
          return old === undefined || old.observed.rolloutState === deployment.observed.rolloutState
            ? []
            : wrongIn(view, after as ServiceRow, deployment);
        });
      }),
};

function wrongIn(view: View, service: ServiceRow, deployment: DeploymentRow): readonly string[] {
  const { rolloutState, rolloutStateReason } = deployment.observed;
  if (rolloutState === 'COMPLETED') return incomplete(view, service, deployment);
  if (rolloutState !== 'FAILED' || !rolloutStateReason.includes('circuit breaker')) return [];
  const threshold = Math.min(200, Math.max(3, Math.ceil(service.desiredCount / 2)));
  const failed = view.tasks().filter(({ startedBy, desiredStatus, stopCode, stoppedReason }) => {
    if (startedBy !== deployment.id || desiredStatus !== 'STOPPED') return false;
    return (
      stopCode === 'TaskFailedToStart' ||
      stopCode === 'EssentialContainerExited' ||
      stoppedReason?.startsWith('Task failed ') === true
    );
  });
  return failed.length >= threshold
    ? []
    : [`${deployment.id} failed by the circuit breaker after ${failed.length} failed tasks of ${threshold}`];
}

function incomplete(view: View, service: ServiceRow, deployment: DeploymentRow): readonly string[] {
  if (view.strategy() !== 'ROLLING') return [];
  const healthy = view
    .wanted()
    .filter((task) => task.startedBy === deployment.id && view.isHealthy(task)).length;
  const others = view.wanted().filter((task) => task.startedBy !== deployment.id).length;
  const wrong: string[] = [];
  if (healthy < service.desiredCount) wrong.push(`${healthy} of ${service.desiredCount} tasks are healthy`);
  if (others > 0) wrong.push(`${others} tasks of others are wanted`);
  return wrong.map((each) => `${deployment.id} is COMPLETED though ${each}`);
}
