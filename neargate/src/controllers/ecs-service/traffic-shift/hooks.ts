import type {
  DeploymentLifecycleHook,
  DeploymentLifecycleHookAction,
  DeploymentLifecycleHookStatus,
} from '@aws-sdk/client-ecs';
import type { LifecycleHookRow } from '../../../services/ecs/service-deployment-row.ts';
import type { Position } from './stages.ts';

/** AWS gives a hook 24 hours. */
const defaultTimeoutMinutes = 1440;

/**
 * The hooks that begin at a position. A pause hook waits for ContinueServiceDeployment. A Lambda hook is IN_PROGRESS, as one
 * whose function says so, until somebody answers for the function: there is no Lambda here. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export function hooksAt(
  { stage, step }: Position,
  configured: readonly DeploymentLifecycleHook[],
  nowMs: number,
  newId: (prefix: string) => string,
): readonly LifecycleHookRow[] {
  return configured
    .filter(({ lifecycleStages = [] }) => lifecycleStages.some((each) => each === stage))
    .map(({ targetType = 'AWS_LAMBDA', hookTargetArn, timeoutConfiguration }) => ({
      hookId: newId(targetType === 'PAUSE' ? 'ecs-pause-' : 'ecs-lambda-'),
      stage,
      step,
      targetType,
      targetArn: hookTargetArn,
      status: targetType === 'PAUSE' ? 'AWAITING_ACTION' : 'IN_PROGRESS',
      startedAtMs: nowMs,
      expiresAtMs: nowMs + (timeoutConfiguration?.timeoutInMinutes ?? defaultTimeoutMinutes) * 60_000,
      timeoutAction: timeoutConfiguration?.action ?? 'ROLLBACK',
    }));
}

/** A hook with what was answered, or with its time over. Pure. */
export function settleHook(
  hook: LifecycleHookRow,
  answer: DeploymentLifecycleHookAction | undefined,
  nowMs: number,
): LifecycleHookRow {
  if (!isOpen(hook)) return hook;
  const status = ((): DeploymentLifecycleHookStatus => {
    if (answer === 'CONTINUE') return 'SUCCEEDED';
    if (answer === 'ROLLBACK') return 'FAILED';
    return nowMs >= hook.expiresAtMs ? 'TIMED_OUT' : hook.status;
  })();
  return status === hook.status ? hook : { ...hook, status };
}

/** Whether the hook still waits for an answer. */
export function isOpen({ status }: Pick<LifecycleHookRow, 'status'>): boolean {
  return status === 'AWAITING_ACTION' || status === 'IN_PROGRESS';
}

/** Whether the deployment may go on past the hook. */
export function letsPass({ status, timeoutAction }: LifecycleHookRow): boolean {
  return status === 'SUCCEEDED' || (status === 'TIMED_OUT' && timeoutAction === 'CONTINUE');
}
