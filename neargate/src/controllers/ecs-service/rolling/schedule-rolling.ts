import type { DeploymentRow, ServiceRow, TaskRow } from '../../../services/ecs/store.ts';
import type { ReconcileResult } from '../../reconciler.ts';
import { applyActions } from '../apply-actions.ts';
import { circuitBreakerThreshold, taskBounds } from '../bounds.ts';
import { countFailedTasks } from '../count-failed-tasks.ts';
import { noteServiceDeployment } from '../deployment-records.ts';
import { lookAgain } from '../look-again.ts';
import { planTasks } from '../plan.ts';
import { observe, type ServicePass } from '../service-pass.ts';
import type { ObservedTask } from '../service-view.ts';
import { throttledForMs } from '../start-throttle.ts';
import { decideRollout } from './rollout.ts';
import { completeRollout, failRollout, rollBackRollout } from './rollout-effects.ts';

/**
 * Brings a service of the ECS deployment controller to what its primary deployment wants by a rolling update.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function scheduleRolling(
  pass: ServicePass,
  service: ServiceRow,
  primary: DeploymentRow,
  tasks: readonly TaskRow[],
): ReconcileResult | undefined {
  const observed = observe(pass, service, tasks);
  const own = observed.filter(({ deploymentId }) => deploymentId === primary.id);
  const current = countFailedTasks(pass, service, primary, tasks, own);
  if (rollOut(pass, service, current, tasks, own)) return { requeueAfterMs: 0 };

  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration;
  const hasOlder = service.deployments.length > 1 || observed.length > own.length;
  const actions = planTasks({
    primaryDeploymentId: primary.id,
    mayStart: current.observed.rolloutState !== 'FAILED',
    isDeploying: hasOlder || current.observed.rolloutState === 'IN_PROGRESS',
    desiredCount: service.desiredCount,
    bounds: taskBounds(service.desiredCount, minimumHealthyPercent, maximumPercent),
    tasks: observed,
  });
  const throttledMs = throttledForMs(pass, service, current, tasks);
  if (applyActions(pass, service, current, observed, actions, throttledMs > 0)) {
    noteServiceDeployment(pass, current.serviceDeploymentArn, { status: 'IN_PROGRESS' });
  }
  return lookAgain(pass, observed, throttledMs);
}

/** Ends or turns back the deployment under way. True when the service has changed and needs a fresh look. */
function rollOut(
  pass: ServicePass,
  service: ServiceRow,
  primary: DeploymentRow,
  tasks: readonly TaskRow[],
  own: readonly ObservedTask[],
): boolean {
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  const healthyCount = own.filter(({ health }) => health === 'healthy').length;
  const decision = decideRollout({
    rolloutState: primary.observed.rolloutState,
    desiredCount: service.desiredCount,
    healthyCount,
    unsettledCount: own.length - healthyCount,
    olderCount: tasks.filter((task) => task.startedBy !== primary.id && occupies(task)).length,
    failedTasks: primary.observed.failedTasks,
    breaker:
      breaker?.enable === true
        ? { threshold: circuitBreakerThreshold(service.desiredCount), rollback: breaker.rollback === true }
        : undefined,
    isRollback: service.deployments.some(
      ({ observed: { rolloutState }, createdAtMs }) =>
        rolloutState === 'FAILED' && createdAtMs > primary.createdAtMs,
    ),
    lastCompletedDeploymentId: service.deployments.find(
      ({ id, observed: { rolloutState } }) => id !== primary.id && rolloutState === 'COMPLETED',
    )?.id,
  });
  switch (decision.kind) {
    case 'continue':
      return false;
    case 'complete':
      completeRollout(pass, service, primary);
      return true;
    case 'fail':
      failRollout(pass, service, primary);
      return true;
    case 'roll-back':
      rollBackRollout(pass, service, primary, decision.toDeploymentId);
      return true;
  }
}

/** A task that still serves or drains. One that is past its drain no longer holds up the deployment. */
function occupies({ observed: { lastStatus } }: TaskRow): boolean {
  return !['STOPPING', 'DEPROVISIONING', 'STOPPED'].includes(lastStatus);
}
