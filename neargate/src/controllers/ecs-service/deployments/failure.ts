import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { ServiceDeploymentRow } from '../../../services/ecs/service-deployment-row.ts';
import { circuitBreakerThreshold } from './circuit-breaker.ts';

export type FailureCause = 'circuit breaker' | 'alarm' | 'hook' | 'rollback requested' | 'stop requested';

/** Why a deployment fails, and whether its own configuration or the user asks for the way back. */
export interface DeploymentFailure {
  readonly cause: FailureCause;
  readonly rollsBack: boolean;
}

export interface FailureView {
  readonly configuration: DeploymentConfiguration;
  readonly desiredCount: number;
  readonly failedTasks: number;
  readonly record: Pick<ServiceDeploymentRow, 'stopRequest'> & {
    readonly observed: Pick<ServiceDeploymentRow['observed'], 'alarms' | 'hooks'>;
  };
}

/**
 * Whether a deployment under way has failed. The first to trigger decides, and its own rollback flag applies. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function findFailure(view: FailureView): DeploymentFailure | undefined {
  const { deploymentCircuitBreaker: breaker, alarms } = view.configuration;
  const { stopRequest, observed } = view.record;
  if (stopRequest !== undefined) {
    return stopRequest.stopType === 'ROLLBACK'
      ? { cause: 'rollback requested', rollsBack: true }
      : { cause: 'stop requested', rollsBack: false };
  }
  if (breaker?.enable === true && view.failedTasks >= circuitBreakerThreshold(view.desiredCount, breaker)) {
    return { cause: 'circuit breaker', rollsBack: breaker.rollback === true };
  }
  if (observed.alarms?.status === 'TRIGGERED') {
    return { cause: 'alarm', rollsBack: alarms?.rollback === true };
  }
  const isDenied = (observed.hooks ?? []).some(
    ({ status, timeoutAction }) =>
      status === 'FAILED' || (status === 'TIMED_OUT' && timeoutAction === 'ROLLBACK'),
  );
  return isDenied ? { cause: 'hook', rollsBack: true } : undefined;
}

interface FailureTexts {
  /** Behind `(deployment ID) deployment failed: ` in the service's events. */
  readonly event: string;
  /** The rolloutStateReason and statusReason where nothing is rolled back. */
  readonly reason: string;
  /** The same where the service goes back to an earlier deployment. */
  rollingBack(deploymentId: string): string;
}

/**
 * AWS's words. Those of the circuit breaker and `alarm detected.` are AWS's to the letter; AWS publishes none for the others,
 * which follow the same form.
 */
export const failureTexts: Readonly<Record<FailureCause, FailureTexts>> = {
  'circuit breaker': {
    event: 'tasks failed to start.',
    reason: 'ECS deployment circuit breaker: tasks failed to start.',
    rollingBack: (id) => `ECS deployment circuit breaker: rolling back to deploymentId ${id}.`,
  },
  alarm: {
    event: 'alarm detected.',
    reason: 'ECS deployment failed: alarm detected.',
    rollingBack: (id) => `ECS deployment failed: alarm detected: rolling back to deploymentId ${id}.`,
  },
  hook: {
    event: 'lifecycle hook failed.',
    reason: 'ECS deployment failed: lifecycle hook failed.',
    rollingBack: (id) => `ECS deployment failed: lifecycle hook failed: rolling back to deploymentId ${id}.`,
  },
  'rollback requested': {
    event: 'rollback requested.',
    reason: 'ECS deployment stopped: rollback requested.',
    rollingBack: (id) => `ECS deployment stopped: rollback requested: rolling back to deploymentId ${id}.`,
  },
  'stop requested': {
    event: 'stop requested.',
    reason: 'ECS deployment stopped: stop requested.',
    rollingBack: (id) => `ECS deployment stopped: stop requested: rolling back to deploymentId ${id}.`,
  },
};
