import { emitEvent } from '../events/emit-event.ts';
import type { EcsEventEnvironment } from './save-task.ts';
import type { LifecycleHookRow, ServiceDeploymentRow } from './service-deployment-row.ts';
import type { DeploymentRow, ServiceRow } from './store.ts';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html */
const eventTypes = {
  SERVICE_STEADY_STATE: 'INFO',
  TASKSET_STEADY_STATE: 'INFO',
  SERVICE_DESIRED_COUNT_UPDATED: 'INFO',
  SERVICE_REBALANCING_STARTED: 'INFO',
  SERVICE_REBALANCING_COMPLETED: 'INFO',
  TASKS_STARTED: 'INFO',
  TASKS_STOPPED: 'INFO',
  SERVICE_TASK_START_IMPAIRED: 'WARN',
  SERVICE_TASK_PLACEMENT_FAILURE: 'ERROR',
} as const;

export type ServiceActionName = keyof typeof eventTypes;

/** Tells what the scheduler did with a service, or could not: an `ECS Service Action` event. */
export function tellServiceAction(
  environment: EcsEventEnvironment,
  scope: string,
  { serviceArn, clusterArn }: Pick<ServiceRow, 'serviceArn' | 'clusterArn'>,
  action: { readonly eventName: ServiceActionName; readonly reason?: string },
): void {
  emitEvent(environment, scope, {
    source: 'aws.ecs',
    detailType: 'ECS Service Action',
    resources: [serviceArn],
    detail: {
      eventType: eventTypes[action.eventName],
      ...action,
      clusterArn,
      createdAt: new Date(environment.clock.now()).toISOString(),
    },
  });
}

/**
 * Tells how far a deployment has come: an `ECS Deployment State Change` event.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export function tellDeploymentState(
  environment: EcsEventEnvironment,
  scope: string,
  serviceArn: string,
  { id, observed: { rolloutState, rolloutStateReason } }: DeploymentRow,
): void {
  emitEvent(environment, scope, {
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [serviceArn],
    detail: {
      eventType: rolloutState === 'FAILED' ? 'ERROR' : 'INFO',
      eventName: `SERVICE_DEPLOYMENT_${rolloutState}`,
      deploymentId: id,
      updatedAt: new Date(environment.clock.now()).toISOString(),
      // AWS's events say in the singular what its rolloutStateReason says in the plural.
      reason: rolloutStateReason.replace('circuit breaker: tasks failed', 'circuit breaker: task failed'),
    },
  });
}

/**
 * Tells that a pause hook waits for ContinueServiceDeployment: an `ECS Hook State Change` event. AWS publishes its names; which
 * members its detail has beside them is not published.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
 */
export function tellHook(
  environment: EcsEventEnvironment,
  scope: string,
  { serviceArn, serviceDeploymentArn }: Pick<ServiceDeploymentRow, 'serviceArn' | 'serviceDeploymentArn'>,
  { hookId, stage, expiresAtMs }: LifecycleHookRow,
): void {
  emitEvent(environment, scope, {
    source: 'aws.ecs',
    detailType: 'ECS Hook State Change',
    resources: [serviceArn],
    detail: {
      eventType: 'INFO',
      eventName: 'HOOK_AWAITING_ACTION',
      serviceDeploymentArn,
      hookId,
      lifecycleStage: stage,
      expiresAt: new Date(expiresAtMs).toISOString(),
      updatedAt: new Date(environment.clock.now()).toISOString(),
    },
  });
}
