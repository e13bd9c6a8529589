import type { DeploymentLifecycleHookAction, DeploymentLifecycleHookTargetType } from '@aws-sdk/client-ecs';
import { invalidParameter, serviceDeploymentNotFound } from './errors.ts';
import type { EcsTables } from './store.ts';

/**
 * Answers a lifecycle hook that is open. The deployment controller acts on the answer.
 * @param targetType the kind of hook that the caller may answer
 * @throws AwsError when there is no such service deployment, or no such hook that waits
 */
export function answerHook(
  { serviceDeployments }: Pick<EcsTables, 'serviceDeployments'>,
  serviceDeploymentArn: string,
  hookId: string,
  action: DeploymentLifecycleHookAction,
  targetType: DeploymentLifecycleHookTargetType,
): void {
  const row = serviceDeployments.get(serviceDeploymentArn);
  if (row === undefined) throw serviceDeploymentNotFound();
  const hook = row.observed.hooks?.find((one) => one.hookId === hookId);
  if (hook === undefined || hook.targetType !== targetType) {
    throw invalidParameter(`The service deployment has no ${targetType} hook with the ID ${hookId}.`);
  }
  const isWaiting = hook.status === 'AWAITING_ACTION' || hook.status === 'IN_PROGRESS';
  if (!isWaiting || row.hookAnswers?.[hookId] !== undefined || row.observed.status !== 'IN_PROGRESS') {
    throw invalidParameter(
      `The hook ${hookId} cannot be continued: its status is ${hook.status}, that of its service deployment ${row.observed.status}.`,
    );
  }
  serviceDeployments.put(serviceDeploymentArn, {
    ...row,
    hookAnswers: { ...row.hookAnswers, [hookId]: action },
  });
}
