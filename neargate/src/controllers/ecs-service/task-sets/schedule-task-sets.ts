import { isDeepStrictEqual } from 'node:util';
import { tellServiceAction } from '../../../services/ecs/service-state-events.ts';
import type { ServiceRow, TaskRow, TaskSetRow } from '../../../services/ecs/store.ts';
import { appendRawServiceEvent } from '../../../services/ecs/service-events.ts';
import { computedDesiredCount, taskSetsOf } from '../../../services/ecs/task-sets.ts';
import type { ReconcileResult } from '../../reconciler.ts';
import { applyActions } from '../apply-actions.ts';
import { countStartFailures, isFailure, type StartFailures } from '../deployments/failures.ts';
import { planFleet } from '../fleet.ts';
import { lookAgain } from '../look-again.ts';
import { sayCannotPlace } from '../say.ts';
import { observe, type ServicePass } from '../service-pass.ts';
import type { ObservedTask } from '../service-view.ts';
import { throttledForMs } from '../start-throttle.ts';
import { stopUnowned } from '../stop-unowned.ts';
import { isSteady } from './stability.ts';

/**
 * Brings each task set of a service to its share of the desired count. Which set serves, and when sets come and go, is for
 * CodeDeploy or the external controller to say.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html
 */
export function scheduleTaskSets(
  pass: ServicePass,
  service: ServiceRow,
  tasks: readonly TaskRow[],
): ReconcileResult | undefined {
  const observed = observe(pass, service, tasks);
  const sets = taskSetsOf(pass.tables, service);
  stopUnowned(pass, service, observed, new Set(sets.map(({ id }) => id)));
  const waits = sets.map((set) => scheduleTaskSet(pass, service, set, tasks, observed));
  return lookAgain(pass, observed, Math.min(...waits.filter((wait) => wait > 0)));
}

/** Returns how long the start throttle holds the set back, in milliseconds. */
function scheduleTaskSet(
  pass: ServicePass,
  service: ServiceRow,
  set: TaskSetRow,
  tasks: readonly TaskRow[],
  observed: readonly ObservedTask[],
): number {
  const all = tasks.filter(({ startedBy }) => startedBy === set.id);
  const own = observed.filter(({ deploymentId }) => deploymentId === set.id);
  if (set.status === 'DRAINING' && all.every(({ observed: { lastStatus } }) => lastStatus === 'STOPPED')) {
    pass.tables.taskSets.delete(set.taskSetArn);
    return 0;
  }
  const wantedCount = computedDesiredCount(service, set);
  const actions = planFleet({
    id: set.id,
    wantedCount,
    maximumPercent: service.deploymentConfiguration.maximumPercent ?? 200,
    mayStart: set.status !== 'DRAINING',
    tasks: own,
  });
  const startFailures = note(pass, service, set, all, isSteady(wantedCount, all, own));
  const throttledMs = throttledForMs(pass, set, startFailures);
  applyActions(pass, service, set, observed, actions, throttledMs > 0);
  return throttledMs;
}

/** Writes back how the set is, and tells of what is new: failed tasks, a steady state. Returns the starts that failed. */
function note(
  pass: ServicePass,
  service: ServiceRow,
  set: TaskSetRow,
  all: readonly TaskRow[],
  steady: boolean,
): StartFailures {
  const failures = all.filter(isFailure);
  const known = new Set(set.observed.countedTaskArns);
  const fresh = failures.filter(({ taskArn }) => !known.has(taskArn));
  for (const { stopCode, stoppedReason } of fresh) {
    if (stopCode === 'TaskFailedToStart' && stoppedReason !== undefined) {
      sayCannotPlace(pass, service, stoppedReason);
    }
  }
  const stabilityStatus = steady ? 'STEADY_STATE' : 'STABILIZING';
  const hasTurned = stabilityStatus !== set.observed.stabilityStatus;
  const { environment, scope, nowMs } = pass;
  const startFailures = countStartFailures(set.observed.startFailures, all, fresh, {
    nowMs,
    resetAtMs: Math.max(service.lastUpdatedAtMs ?? 0, set.updatedAtMs),
  });
  if (!hasTurned && isDeepStrictEqual(startFailures, set.observed.startFailures)) return startFailures;
  pass.tables.taskSets.put(set.taskSetArn, {
    ...set,
    observed: {
      stabilityStatus,
      stabilityStatusAtMs: hasTurned ? nowMs : set.observed.stabilityStatusAtMs,
      countedTaskArns: failures.map(({ taskArn }) => taskArn),
      startFailures,
    },
  });
  if (!hasTurned || !steady) return startFailures;
  const message = `(service ${service.serviceName}, taskSet ${set.id}) has reached a steady state.`;
  appendRawServiceEvent(environment.store, scope, service, message, nowMs, environment.ids);
  tellServiceAction(environment, scope, service, { eventName: 'TASKSET_STEADY_STATE' });
  return startFailures;
}
