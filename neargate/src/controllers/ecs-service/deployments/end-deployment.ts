import type { DeploymentRow, ServiceRow } from '../../../services/ecs/store.ts';
import { say } from '../say.ts';
import { schedulerEvents } from '../scheduler-events.ts';
import { currentService, type ServicePass } from '../service-pass.ts';
import {
  noteServiceDeployment,
  putDeployment,
  tellDeployment,
  withRolloutState,
} from './deployment-records.ts';
import type { DeploymentUnderWay } from './deployment-under-way.ts';
import { type DeploymentFailure, failureTexts } from './failure.ts';
import { monitorsAtEnd } from './monitor.ts';

/** The primary deployment, or the rollback to it, has reached its end. */
export function completeDeployment(
  pass: ServicePass,
  service: ServiceRow,
  { primary, record, rolledBack }: DeploymentUnderWay,
): void {
  const { nowMs } = pass;
  const reason = `ECS deployment ${primary.id} completed.`;
  const completed = withRolloutState(primary, 'COMPLETED', reason, nowMs);
  putDeployment(pass, { ...completed, observed: { ...completed.observed, completedAtMs: nowMs } });
  tellDeployment(pass, completed);
  if (record !== undefined) {
    noteServiceDeployment(pass, record.serviceDeploymentArn, {
      ...(rolledBack === undefined ? monitorsAtEnd(record.observed) : {}),
      status: rolledBack === undefined ? 'SUCCESSFUL' : 'ROLLBACK_SUCCESSFUL',
      finishedAtMs: nowMs,
    });
  }
  say(pass, service, schedulerEvents.deploymentCompleted(primary.id));
  say(pass, service, schedulerEvents.steady, { eventName: 'SERVICE_STEADY_STATE' });
}

/**
 * The primary deployment has failed: back to `target` where the failure says so and there is one; otherwise it stays PRIMARY
 * and FAILED, starts nothing more, and what runs stays.
 */
export function failDeployment(
  pass: ServicePass,
  service: ServiceRow,
  failed: DeploymentRow,
  failure: DeploymentFailure,
  target: DeploymentRow | undefined,
): void {
  if (failure.rollsBack && target !== undefined) rollBack(pass, service, failed, failure, target);
  else giveUp(pass, service, failed, failure);
}

function giveUp(
  pass: ServicePass,
  service: ServiceRow,
  primary: DeploymentRow,
  failure: DeploymentFailure,
): void {
  const { event, reason } = failureTexts[failure.cause];
  const failed = withRolloutState(primary, 'FAILED', reason, pass.nowMs);
  putDeployment(pass, failed);
  tellDeployment(pass, failed);
  const isAsked = failure.cause === 'rollback requested';
  noteServiceDeployment(pass, primary.serviceDeploymentArn, {
    status: isAsked ? 'ROLLBACK_FAILED' : 'STOPPED',
    statusReason: isAsked ? `${reason} There is no completed deployment to roll back to.` : reason,
    finishedAtMs: pass.nowMs,
  });
  say(pass, service, schedulerEvents.deploymentFailed(primary.id, event));
}

/** The target becomes PRIMARY again under its old id; the failed deployment keeps its tasks until they are replaced. */
function rollBack(
  pass: ServicePass,
  service: ServiceRow,
  failed: DeploymentRow,
  failure: DeploymentFailure,
  target: DeploymentRow,
): void {
  const { nowMs } = pass;
  const texts = failureTexts[failure.cause];
  const reason = texts.rollingBack(target.id);
  const restored: DeploymentRow = {
    ...withRolloutState(target, 'IN_PROGRESS', `ECS deployment ${target.id} in progress.`, nowMs),
    status: 'PRIMARY',
    desiredCount: service.desiredCount,
  };
  const demoted: DeploymentRow = {
    ...withRolloutState(failed, 'FAILED', reason, nowMs),
    status: 'ACTIVE',
    desiredCount: 0,
  };
  const revision = pass.tables.serviceRevisions.get(target.serviceRevisionArn) ?? target;
  pass.tables.services.put(service.serviceArn, {
    ...currentService(pass),
    taskDefinition: target.taskDefinition,
    networkConfiguration: target.networkConfiguration,
    platformVersion: target.platformVersion,
    launchType: target.launchType,
    capacityProviderStrategy: target.capacityProviderStrategy,
    // As configured: the deployment's own list names the target group that it had.
    loadBalancers: revision.loadBalancers,
    deployments: service.deployments.map((deployment) =>
      deployment.id === target.id ? restored : deployment.id === failed.id ? demoted : deployment,
    ),
  });
  tellDeployment(pass, demoted);
  tellDeployment(pass, restored);
  noteServiceDeployment(pass, failed.serviceDeploymentArn, {
    status: 'ROLLBACK_IN_PROGRESS',
    statusReason: reason,
    rollback: { reason, startedAtMs: nowMs, serviceRevisionArn: target.serviceRevisionArn },
  });
  say(pass, service, schedulerEvents.deploymentFailed(failed.id, texts.event));
  say(pass, service, schedulerEvents.rollingBack(target.id));
}
