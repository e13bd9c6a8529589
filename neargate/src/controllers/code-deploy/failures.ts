import type { ErrorInformation } from '@aws-sdk/client-codedeploy';
import type { AutoRollbackEvent } from '@aws-sdk/client-codedeploy';

/** Why a deployment ends without success. */
export interface DeploymentFailure {
  readonly status: 'Failed' | 'Stopped';
  readonly error: ErrorInformation;
  /** The event of the automatic rollback that this is. */
  readonly event: AutoRollbackEvent;
}

function failed(code: ErrorInformation['code'], message: string): DeploymentFailure {
  return { status: 'Failed', error: { code, message }, event: 'DEPLOYMENT_FAILURE' };
}

// Texts as CodeDeploy writes them where they are known; the others are ours, in the same form.
// https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ErrorInformation.html
export const failures = {
  invalidRevision: (why: string) => failed('INVALID_REVISION', why),
  invalidService: (why: string) => failed('INVALID_ECS_SERVICE', why),
  invalidLoadBalancer: (why: string) => failed('ELASTIC_LOAD_BALANCING_INVALID', why),
  listenerWithoutPrimary: (listenerArn: string) =>
    failed(
      'ELASTIC_LOAD_BALANCING_INVALID',
      `The ELB could not be updated due to the following error: Primary taskset target group must be behind listener ${listenerArn}`,
    ),
  ecsRefused: (why: string) =>
    failed('ECS_UPDATE_ERROR', `The ECS service cannot be updated due to an unexpected error: ${why}`),
  installTimeout: (minutes: number, cause: string) =>
    failed(
      'TIMEOUT',
      `The deployment timed out while waiting for the replacement task set to become healthy. This time out period is ${minutes} minutes.${cause}`,
    ),
  hookFailed: (event: string, functionName: string) =>
    failed(
      'HOOK_EXECUTION_FAILURE',
      `One or more of the lifecycle event validation functions failed and the deployment has stopped: ${functionName}, the hook of ${event}, answered Failed.`,
    ),
  hookTimeout: (event: string, functionName: string, minutes: number) =>
    failed(
      'HOOK_EXECUTION_FAILURE',
      `One or more of the lifecycle event validation functions failed and the deployment has stopped: nobody answered for ${functionName}, the hook of ${event}, within ${minutes} minutes.`,
    ),
  readyTimeout: (minutes: number): DeploymentFailure => ({
    status: 'Stopped',
    error: {
      code: 'TIMEOUT',
      message: `The deployment was stopped because traffic was not rerouted to the replacement task set within ${minutes} minutes.`,
    },
    event: 'DEPLOYMENT_FAILURE',
  }),
  alarms: (names: readonly string[]): DeploymentFailure => ({
    status: 'Stopped',
    error: {
      code: 'ALARM_ACTIVE',
      message: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <${names.join(', ')}>`,
    },
    event: 'DEPLOYMENT_STOP_ON_ALARM',
  }),
  stopped: (): DeploymentFailure => ({
    status: 'Stopped',
    error: { code: 'MANUAL_STOP', message: 'The deployment was stopped on request.' },
    event: 'DEPLOYMENT_STOP_ON_REQUEST',
  }),
} as const;
