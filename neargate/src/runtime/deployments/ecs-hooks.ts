import { answerHook } from '../../services/ecs/lifecycle-hooks.ts';
import type { LifecycleHookRow, ServiceDeploymentRow } from '../../services/ecs/service-deployment-row.ts';
import { ecsTableNames, ecsTables } from '../../services/ecs/store.ts';
import type { HookStatus } from '../../gateway/deployment-protocol.ts';
import type { Store } from '../../store/store.ts';
import type { WaitingHook } from './waiting-hook.ts';

/** The lifecycle hooks of ECS's own deployments: pauses, and Lambda hooks, whose function nothing calls here. */
export function waitingEcsHooks(store: Store): readonly WaitingHook[] {
  return store.scopes(ecsTableNames.serviceDeployments).flatMap((scope) => {
    const tables = ecsTables(store, scope);
    return [...tables.serviceDeployments.values()]
      .filter(({ observed }) => observed.status === 'IN_PROGRESS')
      .flatMap((record) =>
        (record.observed.hooks ?? [])
          .filter(({ status }) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS')
          .map((hook) => ({
            status: statusOf(store, scope, record, hook),
            answer: (action) =>
              answerHook(tables, record.serviceDeploymentArn, hook.hookId, action, hook.targetType),
          })),
      );
  });
}

function statusOf(
  store: Store,
  scope: string,
  record: ServiceDeploymentRow,
  hook: LifecycleHookRow,
): HookStatus {
  const service = ecsTables(store, scope).services.get(record.serviceArn);
  return {
    hookId: hook.hookId,
    cluster: service?.clusterName ?? '',
    service: service?.serviceName ?? '',
    deployment: record.serviceDeploymentArn,
    stage: hook.stage,
    targetType: hook.targetType,
    ...(hook.targetArn === undefined ? {} : { targetArn: hook.targetArn }),
    status: hook.status,
    expiresAt: new Date(hook.expiresAtMs).toISOString(),
    timeoutAction: hook.timeoutAction,
  };
}
