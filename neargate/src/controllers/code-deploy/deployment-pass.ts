import type { OperationContext } from '../../services/context.ts';
import { saveDeployment } from '../../services/codedeploy/save-deployment.ts';
import { codedeployTables, type DeploymentRow } from '../../services/codedeploy/store.ts';
import type { CodeDeployEnvironment } from './environment.ts';

/** One look at one deployment. All that it writes is one transaction. */
export interface DeploymentPass {
  readonly environment: CodeDeployEnvironment;
  /** Account and region. */
  readonly scope: string;
  readonly context: OperationContext;
  readonly nowMs: number;
  /** The deployment as it was when the pass began. */
  readonly row: DeploymentRow;
}

export function beginPass(
  environment: CodeDeployEnvironment,
  scope: string,
  row: DeploymentRow,
): DeploymentPass {
  return { environment, scope, context: environment.contextOf(scope), nowMs: environment.clock.now(), row };
}

/** The deployment as this pass has left it so far. */
export function currentRow({ environment, scope, row }: DeploymentPass): DeploymentRow {
  return codedeployTables(environment.store, scope).deployments.get(row.deploymentId) ?? row;
}

/** Writes what is new of the deployment. */
export function note(pass: DeploymentPass, observed: Partial<DeploymentRow['observed']>): DeploymentRow {
  const row = currentRow(pass);
  const changed = { ...row, observed: { ...row.observed, ...observed, updatedAtMs: pass.nowMs } };
  saveDeployment(pass.context, changed);
  return changed;
}
