import type { TaskRow } from '../../../src/services/ecs/store.ts';
import type { Change } from '../../../src/store/table.ts';
import { short, type View } from '../view.ts';
import type { Invariant } from './invariant.ts';
import { stoppedIn, taskChanges } from './task-changes.ts';

const isScaling = ({ stoppedReason }: TaskRow) => stoppedReason?.startsWith('Scaling activity') === true;

/** What the scheduler itself stops, of tasks that are fit to serve, leaves enough of them. */
export const neverBelowMinimum: Invariant = {
  name: 'a rolling deployment leaves minimumHealthyPercent of the tasks healthy',
  atCommit(view, changes) {
    const service = view.service();
    if (service?.status !== 'ACTIVE' || view.strategy() !== 'ROLLING') return [];
    const stopped = stoppedIn(changes).filter(({ after }) => isScaling(after));
    const healthyStopped = stopped.filter(({ before }) => view.isHealthy(before));
    if (healthyStopped.length === 0) return [];
    const left = view.wanted().filter((task) => view.isHealthy(task)).length;
    const { least } = view.bounds(service);
    if (left >= least) return [];
    const names = healthyStopped.map(({ after }) => short(after.taskArn)).join(', ');
    return [`healthy tasks ${names} were stopped: ${left} are left of at least ${least}`];
  },
};

/** The scheduler starts no task that there is no room for. */
export const neverAboveMaximum: Invariant = {
  name: 'a service never starts tasks beyond maximumPercent',
  atCommit(view, changes) {
    const service = view.service();
    const started = taskChanges(changes).filter(({ before }) => before === undefined);
    if (service === undefined || started.length === 0) return [];
    const { most } = view.bounds(service);
    if (view.strategy() === 'ROLLING') {
      const wanted = view.wanted().length;
      return wanted <= most ? [] : [`${wanted} tasks are wanted, ${most} are allowed`];
    }
    // Blue and green have the service's size each, and each may replace what is unhealthy.
    const sources = new Set(started.map(({ after }) => after?.startedBy));
    const limit = Math.max(most, service.desiredCount);
    return [...sources].flatMap((id) => {
      const wanted = view.wanted().filter(({ startedBy }) => startedBy === id).length;
      return wanted <= limit ? [] : [`${wanted} tasks of ${id ?? '-'} are wanted, ${limit} are allowed`];
    });
  },
};

/** Blue is not taken down while its target group gets traffic. */
export const trafficComesFirst: Invariant = {
  name: 'a traffic shift stops no task whose target group gets production traffic',
  atCommit(view, changes) {
    const service = view.service();
    if (service?.status !== 'ACTIVE' || service.desiredCount === 0 || view.strategy() === 'ROLLING')
      return [];
    return trafficLost(view, changes);
  },
};

function trafficLost(view: View, changes: readonly Change[]): readonly string[] {
  const deployments = view.service()?.deployments ?? [];
  const perGroup = new Map<string, number>();
  for (const { after, before } of stoppedIn(changes)) {
    if (!isScaling(after) || !view.isHealthy(before)) continue;
    const deployment = deployments.find(({ id }) => id === after.startedBy);
    const group = deployment?.loadBalancers[0]?.targetGroupArn;
    if (group !== undefined) perGroup.set(group, (perGroup.get(group) ?? 0) + 1);
  }
  return [...perGroup.keys()].flatMap((group) => {
    const isServing = view.trafficShare(group) > 0;
    const hasOthers = view
      .wanted()
      .some(
        (task) =>
          view.isHealthy(task) &&
          deployments.find(({ id }) => id === task.startedBy)?.loadBalancers[0]?.targetGroupArn === group,
      );
    return isServing && !hasOthers ? [`${short(group)} gets traffic and has no healthy task left`] : [];
  });
}
