import type { DeploymentRow, DeploymentScene, HookExecutionRow } from '../../services/codedeploy/store.ts';
import type { LifecycleEventName } from '../../services/codedeploy/lifecycle-events.ts';
import type { LifecycleView } from './lifecycle.ts';

/** A validation function has an hour. No profile shortens it: people answer for it here. */
export const hookTimeoutMinutes = 60;

/**
 * The execution of an event's hook. On AWS a Lambda function runs and answers; nothing runs Lambda functions here, so the
 * execution waits until somebody answers for the function. Undefined where the event has no hook. Pure.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export function hookAt(
  event: LifecycleEventName,
  { appSpec }: Pick<DeploymentScene, 'appSpec'>,
  nowMs: number,
  newId: () => string,
): HookExecutionRow | undefined {
  const functionName = appSpec.hooks[event];
  if (functionName === undefined) return undefined;
  return {
    executionId: newId(),
    event,
    functionName,
    startedAtMs: nowMs,
    expiresAtMs: nowMs + hookTimeoutMinutes * 60_000,
  };
}

/** How the hook of the event under way stands. Pure. */
export function hookState({ observed: { hook }, hookAnswers }: DeploymentRow): LifecycleView['hook'] {
  if (hook === undefined) return undefined;
  const answer = hookAnswers[hook.executionId];
  const outcome = answer === undefined ? 'waiting' : answer === 'Succeeded' ? 'succeeded' : 'failed';
  return { outcome, expiresAtMs: hook.expiresAtMs };
}
