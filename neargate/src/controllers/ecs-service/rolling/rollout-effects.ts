import type { DeploymentRow, ServiceRow } from '../../../services/ecs/store.ts';
import {
  noteServiceDeployment,
  putDeployment,
  tellDeployment,
  withRolloutState,
} from '../deployment-records.ts';
import { say } from '../say.ts';
import { schedulerEvents } from '../scheduler-events.ts';
import { currentService, type ServicePass } from '../service-pass.ts';

export function completeRollout(pass: ServicePass, service: ServiceRow, primary: DeploymentRow): void {
  const completed = withRolloutState(
    primary,
    'COMPLETED',
    `ECS deployment ${primary.id} completed.`,
    pass.nowMs,
  );
  pass.tables.services.put(service.serviceArn, { ...currentService(pass), deployments: [completed] });
  tellDeployment(pass, completed);
  const failed = service.deployments.find(({ observed: { rolloutState } }) => rolloutState === 'FAILED');
  noteServiceDeployment(pass, (failed ?? primary).serviceDeploymentArn, {
    status: failed === undefined ? 'SUCCESSFUL' : 'ROLLBACK_SUCCESSFUL',
    finishedAtMs: pass.nowMs,
  });
  say(pass, service, schedulerEvents.deploymentCompleted(primary.id));
  say(pass, service, schedulerEvents.steady, { eventName: 'SERVICE_STEADY_STATE' });
}

export function failRollout(pass: ServicePass, service: ServiceRow, primary: DeploymentRow): void {
  const reason = 'ECS deployment circuit breaker: tasks failed to start.';
  const failed = withRolloutState(primary, 'FAILED', reason, pass.nowMs);
  putDeployment(pass, failed);
  tellDeployment(pass, failed);
  noteServiceDeployment(pass, primary.serviceDeploymentArn, {
    status: 'STOPPED',
    statusReason: reason,
    finishedAtMs: pass.nowMs,
  });
  say(pass, service, schedulerEvents.deploymentFailed(primary.id));
}

/** The last completed deployment becomes PRIMARY again under its old id; the failed one keeps its tasks until replaced. */
export function rollBackRollout(
  pass: ServicePass,
  service: ServiceRow,
  failed: DeploymentRow,
  toDeploymentId: string,
): void {
  const { nowMs } = pass;
  const target = service.deployments.find(({ id }) => id === toDeploymentId);
  if (target === undefined) return;
  const reason = `ECS deployment circuit breaker: rolling back to deploymentId ${toDeploymentId}.`;
  const restored: DeploymentRow = {
    ...withRolloutState(target, 'IN_PROGRESS', `ECS deployment ${toDeploymentId} in progress.`, nowMs),
    status: 'PRIMARY',
    desiredCount: service.desiredCount,
  };
  const demoted: DeploymentRow = {
    ...withRolloutState(failed, 'FAILED', reason, nowMs),
    status: 'ACTIVE',
    desiredCount: 0,
  };
  pass.tables.services.put(service.serviceArn, {
    ...currentService(pass),
    taskDefinition: target.taskDefinition,
    networkConfiguration: target.networkConfiguration,
    loadBalancers: target.loadBalancers,
    deployments: service.deployments.map((deployment) =>
      deployment.id === toDeploymentId ? restored : deployment.id === failed.id ? demoted : deployment,
    ),
  });
  tellDeployment(pass, demoted);
  tellDeployment(pass, restored);
  noteServiceDeployment(pass, failed.serviceDeploymentArn, {
    status: 'ROLLBACK_IN_PROGRESS',
    statusReason: reason,
    rollback: { reason, startedAtMs: nowMs, serviceRevisionArn: target.serviceRevisionArn },
  });
  say(pass, service, schedulerEvents.deploymentFailed(failed.id));
  say(pass, service, schedulerEvents.rollingBack(toDeploymentId));
}
