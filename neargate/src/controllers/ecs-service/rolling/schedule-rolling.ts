import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { DeploymentRow, ServiceRow } from '../../../services/ecs/store.ts';
import type { ReconcileResult } from '../../reconciler.ts';
import { applyActions } from '../apply-actions.ts';
import { taskBounds } from '../bounds.ts';
import { bakeTimeMs } from '../deployments/bake-time.ts';
import { noteServiceDeployment } from '../deployments/deployment-records.ts';
import type { DeploymentView } from '../deployments/deployment-view.ts';
import { completeDeployment } from '../deployments/end-deployment.ts';
import { occupies } from '../deployments/older-deployments.ts';
import { lookAgain } from '../look-again.ts';
import { planTasks } from '../plan.ts';
import { say } from '../say.ts';
import { schedulerEvents } from '../scheduler-events.ts';
import type { ServicePass } from '../service-pass.ts';
import type { ObservedTask } from '../service-view.ts';
import { throttledForMs } from '../start-throttle.ts';
import { rebalanceZones } from './rebalance-zones.ts';
import { decideRollout, type RolloutDecision } from './rollout.ts';

/** A service says again that it is steady after so long. */
const steadyRepeatMs = 6 * 60 * 60 * 1000;

/**
 * Brings a service to what its primary deployment wants by a rolling update.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function scheduleRolling(pass: ServicePass, view: DeploymentView): ReconcileResult | undefined {
  const { service, deployment, observed } = view;
  const { primary, record } = deployment;
  const decision = rollOut(pass, view);
  if (decision.kind === 'complete') {
    completeDeployment(pass, service, deployment);
    return { requeueAfterMs: 0 };
  }
  if (decision.kind === 'bake') {
    if (record !== undefined) {
      noteServiceDeployment(pass, record.serviceDeploymentArn, {
        lifecycleStage: 'BAKE_TIME',
        stageSinceMs: pass.nowMs,
      });
    }
    return { requeueAfterMs: 0 };
  }
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.deploymentConfiguration;
  const actions = planTasks({
    primaryDeploymentId: primary.id,
    mayStart: primary.observed.rolloutState !== 'FAILED',
    isDeploying:
      primary.observed.rolloutState === 'IN_PROGRESS' ||
      observed.some(({ deploymentId }) => deploymentId !== primary.id),
    // Tasks that even out the zones come before those that go for them.
    desiredCount: service.desiredCount + rebalancingCount(service, primary, observed),
    bounds: taskBounds(service.desiredCount, minimumHealthyPercent, maximumPercent),
    tasks: observed,
  });
  const throttledMs = throttledForMs(pass, primary, primary.observed.startFailures);
  if (throttledMs === 0 && actions.every(({ kind }) => kind === 'blocked') && rebalanceZones(pass, view)) {
    return lookAgain(pass, observed, 0);
  }
  applyActions(pass, service, primary, observed, actions, throttledMs > 0);
  const isSteady = primary.observed.rolloutState === 'COMPLETED' && hasSettled(view);
  if (isSteady) say(pass, service, schedulerEvents.steady, { eventName: 'SERVICE_STEADY_STATE' });
  return lookAgain(pass, observed, throttledMs, [
    decision.kind === 'wait' ? decision.untilMs : undefined,
    isSteady ? pass.nowMs + steadyRepeatMs : undefined,
  ]);
}

/** How many of the tasks of a settled deployment were started to even out the zones. */
function rebalancingCount(
  { rebalancingTaskArns = [] }: ServiceRow,
  primary: DeploymentRow,
  observed: readonly ObservedTask[],
): number {
  if (primary.observed.rolloutState !== 'COMPLETED') return 0;
  return observed.filter(
    ({ deploymentId, taskArn }) => deploymentId === primary.id && rebalancingTaskArns.includes(taskArn),
  ).length;
}

/** Whether the service has the tasks that it shall have, all healthy, and no others that still serve. */
function hasSettled({ service, deployment: { primary }, tasks, observed }: DeploymentView): boolean {
  return (
    observed.length === service.desiredCount &&
    observed.every(({ deploymentId, health }) => deploymentId === primary.id && health === 'healthy') &&
    tasks.filter(occupies).length === observed.length
  );
}

function rollOut(
  pass: ServicePass,
  { service, deployment: { primary, record, rolledBack }, tasks, observed, alarms }: DeploymentView,
): RolloutDecision {
  const { deploymentConfiguration: configuration, desiredCount } = service;
  const own = observed.filter(({ deploymentId }) => deploymentId === primary.id);
  const healthyCount = own.filter(({ health }) => health === 'healthy').length;
  return decideRollout({
    rolloutState: primary.observed.rolloutState,
    desiredCount,
    healthyCount,
    unsettledCount: own.length - healthyCount,
    olderCount: tasks.filter((task) => task.startedBy !== primary.id && occupies(task)).length,
    earlySuccess: rolledBack === undefined ? earlySuccess(configuration) : undefined,
    bakeMs: rolledBack === undefined ? bakeTimeMs(configuration, alarms, pass.environment.timing) : 0,
    bakingSinceMs:
      record?.observed.lifecycleStage === 'BAKE_TIME' && rolledBack === undefined
        ? record.observed.stageSinceMs
        : undefined,
    nowMs: pass.nowMs,
  });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentEarlySuccessCriteria.html */
function earlySuccess({ earlySuccessCriteria: criteria }: DeploymentConfiguration) {
  if (criteria?.enable !== true) return undefined;
  return {
    healthyPercent: criteria.healthyPercent ?? 100,
    waitsForOlder: criteria.sourceServiceRevisionCleanup !== 'DEFERRED',
  };
}
