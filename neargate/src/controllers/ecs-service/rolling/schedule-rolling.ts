import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
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
import type { ServicePass } from '../service-pass.ts';
import { throttledForMs } from '../start-throttle.ts';
import { decideRollout, type RolloutDecision } from './rollout.ts';

/**
 * Brings a service to what its primary deployment wants by a rolling update.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function scheduleRolling(pass: ServicePass, view: DeploymentView): ReconcileResult | undefined {
  const { service, deployment, tasks, observed } = view;
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
    desiredCount: service.desiredCount,
    bounds: taskBounds(service.desiredCount, minimumHealthyPercent, maximumPercent),
    tasks: observed,
  });
  const throttledMs = throttledForMs(pass, service, primary, tasks);
  applyActions(pass, service, primary, observed, actions, throttledMs > 0);
  return lookAgain(pass, observed, throttledMs, [decision.kind === 'wait' ? decision.untilMs : undefined]);
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
