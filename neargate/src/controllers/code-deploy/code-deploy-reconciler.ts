import {
  codedeployTableNames,
  codedeployTables,
  type DeploymentRow,
  isActive,
} from '../../services/codedeploy/store.ts';
import { cloudwatchTableNames } from '../../services/cloudwatch/store.ts';
import { ecsTableNames } from '../../services/ecs/store.ts';
import type { Change } from '../../store/table.ts';
import type { Reconciler } from '../reconciler.ts';
import { deploy } from './deploy.ts';
import { beginPass } from './deployment-pass.ts';
import type { CodeDeployEnvironment } from './environment.ts';
import { rollBackDeployment } from './roll-back.ts';

/**
 * Carries out CodeDeploy's blue/green deployments of ECS services. Each look reads what is there, and writes what it does and how
 * far it came in one transaction: a deployment goes on where it was when Neargate was killed.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html
 */
export function codeDeployReconciler(environment: CodeDeployEnvironment): Reconciler {
  const { store } = environment;
  const activeIn = (scope: string) =>
    [...codedeployTables(store, scope).deployments.values()].filter(isActive);
  return {
    name: 'code-deploy',
    keysFor(change) {
      if (change.table === codedeployTableNames.deployments) {
        const row = change.after as DeploymentRow | undefined;
        return row !== undefined && isActive(row) ? [keyOf(change.scope, row)] : [];
      }
      if (!watched.has(change.table)) return [];
      return activeIn(change.scope)
        .filter((row) => isConcerned(row, change))
        .map((row) => keyOf(change.scope, row));
    },
    initialKeys() {
      return store
        .scopes(codedeployTableNames.deployments)
        .flatMap((scope) => activeIn(scope).map((row) => keyOf(scope, row)));
    },
    async reconcile(key) {
      const [scope = '', id = ''] = key.split(' ');
      return store.transact(() => {
        const row = codedeployTables(store, scope).deployments.get(id);
        if (row === undefined || !isActive(row)) return undefined;
        const pass = beginPass(environment, scope, row);
        return row.rollbackOf === undefined ? deploy(pass) : rollBackDeployment(pass);
      });
    },
  };
}

/** Most changes concern no deployment: those of these tables may. */
const watched: ReadonlySet<string> = new Set([
  ecsTableNames.taskSets,
  ecsTableNames.services,
  cloudwatchTableNames.alarms,
  cloudwatchTableNames.compositeAlarms,
]);

function isConcerned(
  { observed, alarmConfiguration }: DeploymentRow,
  { table, key, before, after }: Change,
): boolean {
  if (table === cloudwatchTableNames.alarms || table === cloudwatchTableNames.compositeAlarms)
    return alarmConfiguration.alarms?.some(({ name }) => name === key) === true;
  const { serviceArn } = (after ?? before) as { readonly serviceArn?: string };
  return serviceArn !== undefined && serviceArn === observed.scene?.serviceArn;
}

function keyOf(scope: string, { deploymentId }: DeploymentRow): string {
  return `${scope} ${deploymentId}`;
}
