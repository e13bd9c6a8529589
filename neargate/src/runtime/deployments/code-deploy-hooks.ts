import { answerHookExecution } from '../../services/codedeploy/hook-answers.ts';
import { codedeployTableNames, codedeployTables, isActive } from '../../services/codedeploy/store.ts';
import type { Store } from '../../store/store.ts';
import type { WaitingHook } from './waiting-hook.ts';

/** The validation functions of CodeDeploy's deployments, which nothing calls here. */
export function waitingCodeDeployHooks(store: Store): readonly WaitingHook[] {
  return store.scopes(codedeployTableNames.deployments).flatMap((scope) => {
    const tables = codedeployTables(store, scope);
    return [...tables.deployments.values()].filter(isActive).flatMap((row) => {
      const { hook } = row.observed;
      if (hook === undefined || row.hookAnswers[hook.executionId] !== undefined) return [];
      return [
        {
          status: {
            hookId: hook.executionId,
            cluster: row.ecsService.clusterName ?? '',
            service: row.ecsService.serviceName ?? '',
            deployment: row.deploymentId,
            stage: hook.event,
            targetType: 'AWS_LAMBDA',
            targetArn: hook.functionName,
            status: 'IN_PROGRESS',
            expiresAt: new Date(hook.expiresAtMs).toISOString(),
            timeoutAction: 'FAIL',
          },
          answer: (action) =>
            answerHookExecution(
              tables,
              row,
              hook.executionId,
              action === 'CONTINUE' ? 'Succeeded' : 'Failed',
            ),
        },
      ];
    });
  });
}
