import { AwsError } from '../../core/aws-error.ts';
import { UserError } from '../../core/user-error.ts';
import type { HookAnswer, HookStatus } from '../../gateway/deployment-protocol.ts';
import { answerHook } from '../../services/ecs/lifecycle-hooks.ts';
import type { LifecycleHookRow, ServiceDeploymentRow } from '../../services/ecs/service-deployment-row.ts';
import { ecsTableNames, ecsTables } from '../../services/ecs/store.ts';
import type { Store } from '../../store/store.ts';

interface WaitingHook {
  readonly scope: string;
  readonly record: ServiceDeploymentRow;
  readonly hook: LifecycleHookRow;
}

/** The lifecycle hooks that deployments wait for, in every account and region. */
export function hookStatuses(store: Store): readonly HookStatus[] {
  return waitingHooks(store).map((waiting) => statusOf(store, waiting));
}

/**
 * Answers a hook: of a pause what ContinueServiceDeployment would say, of a Lambda hook what its function would.
 * @throws UserError when no such hook waits, or it is not clear which one is meant
 */
export function answerWaitingHook(store: Store, { hookId, action }: HookAnswer): HookStatus {
  const waiting = waitingHooks(store);
  const meant = hookId === undefined ? waiting : waiting.filter(({ hook }) => hook.hookId === hookId);
  const [only] = meant;
  if (only === undefined || meant.length > 1) {
    throw new UserError(
      only !== undefined
        ? 'More than one hook waits for an answer.'
        : hookId === undefined
          ? 'No hook waits for an answer.'
          : `No hook ${hookId} waits for an answer.`,
      { remedy: 'See them with: neargate deployment hooks' },
    );
  }
  const { scope, record, hook } = only;
  try {
    store.transact(() =>
      answerHook(ecsTables(store, scope), record.serviceDeploymentArn, hook.hookId, action, hook.targetType),
    );
  } catch (error) {
    if (error instanceof AwsError) throw new UserError(error.message);
    throw error;
  }
  return statusOf(store, only);
}

function waitingHooks(store: Store): readonly WaitingHook[] {
  return store
    .scopes(ecsTableNames.serviceDeployments)
    .flatMap((scope) =>
      [...ecsTables(store, scope).serviceDeployments.values()]
        .filter(({ observed }) => observed.status === 'IN_PROGRESS')
        .flatMap((record) =>
          (record.observed.hooks ?? [])
            .filter(({ status }) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS')
            .map((hook) => ({ scope, record, hook })),
        ),
    );
}

function statusOf(store: Store, { scope, record, hook }: WaitingHook): HookStatus {
  const service = ecsTables(store, scope).services.get(record.serviceArn);
  return {
    hookId: hook.hookId,
    cluster: service?.clusterName ?? '',
    service: service?.serviceName ?? '',
    serviceDeploymentArn: record.serviceDeploymentArn,
    stage: hook.stage,
    targetType: hook.targetType,
    ...(hook.targetArn === undefined ? {} : { targetArn: hook.targetArn }),
    status: hook.status,
    expiresAt: new Date(hook.expiresAtMs).toISOString(),
    timeoutAction: hook.timeoutAction,
  };
}
