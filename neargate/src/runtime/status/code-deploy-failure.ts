import { codedeployTables } from '../../services/codedeploy/store.ts';
import { ecsServiceOf } from '../../services/codedeploy/ecs-service.ts';
import { codepipelineTables } from '../../services/codepipeline/store.ts';
import { ecsTables, type ServiceRow } from '../../services/ecs/store.ts';
import type { Store } from '../../store/store.ts';

/**
 * Why CodeDeploy's latest deployment of a service did not succeed, as one sentence. Undefined where it did, where it was stopped on
 * request, and where a pipeline made it, which tells of it itself.
 */
export function codeDeployFailure(store: Store, scope: string, service: ServiceRow): string | undefined {
  const ecs = ecsTables(store, scope);
  const latest = [...codedeployTables(store, scope).deployments.values()].findLast(
    ({ rollbackOf, ecsService }) =>
      rollbackOf === undefined && ecsServiceOf(ecs, ecsService)?.serviceArn === service.serviceArn,
  );
  if (latest === undefined) return undefined;
  const { status, errorInformation } = latest.observed;
  if (status !== 'Failed' && (status !== 'Stopped' || errorInformation?.code === 'MANUAL_STOP'))
    return undefined;
  const isOfPipeline = [...codepipelineTables(store, scope).actions.values()].some(
    ({ observed }) => observed.externalExecutionId === latest.deploymentId,
  );
  return isOfPipeline
    ? undefined
    : `deployment ${latest.deploymentId} of CodeDeploy: ${errorInformation?.message ?? status}`;
}
