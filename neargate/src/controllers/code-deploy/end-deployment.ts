import { newDeploymentId } from '../../services/codedeploy/create-deployment.ts';
import { saveDeployment } from '../../services/codedeploy/save-deployment.ts';
import type { DeploymentRow } from '../../services/codedeploy/store.ts';
import { currentRow, type DeploymentPass, note } from './deployment-pass.ts';
import { ended, withRestSkipped } from './event-rows.ts';
import type { DeploymentFailure } from './failures.ts';
import { taskSetOf } from './task-sets.ts';

/** Ends a deployment well. */
export function succeed(pass: DeploymentPass): void {
  const { events } = currentRow(pass).observed;
  note(pass, {
    status: 'Succeeded',
    completedAtMs: pass.nowMs,
    events: ended(events, 'Succeeded', pass.nowMs),
    hook: undefined,
  });
}

/**
 * Ends a deployment without success. Where its group, or who stopped it, wants that, a new deployment takes it back.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 */
export function fail(pass: DeploymentPass, failure: DeploymentFailure): void {
  const row = currentRow(pass);
  const { events } = row.observed;
  const closed = ended(events, 'Failed', pass.nowMs, failure.error.message);
  note(pass, {
    status: failure.status,
    completedAtMs: pass.nowMs,
    errorInformation: failure.error,
    events: row.rollbackOf === undefined ? withRestSkipped(closed) : closed,
    hook: undefined,
    ...(wantsRollback(row, failure) ? rollBack(pass, row) : {}),
  });
}

function wantsRollback(row: DeploymentRow, { event }: DeploymentFailure): boolean {
  if (row.rollbackOf !== undefined) return false;
  if (event === 'DEPLOYMENT_STOP_ON_REQUEST') return row.stopRequest?.rollback === true;
  const { enabled = false, events = [] } = row.autoRollbackConfiguration;
  return enabled && events.includes(event);
}

/** Begins the deployment that takes this one back, if there is something to take back and something to go back to. */
function rollBack(
  pass: DeploymentPass,
  row: DeploymentRow,
): Pick<DeploymentRow['observed'], 'rollbackDeploymentId' | 'rollbackMessage'> {
  const { scene } = row.observed;
  if (scene?.replacementTaskSetId === undefined) {
    return { rollbackMessage: 'The replacement task set was not created, so nothing had to be rolled back.' };
  }
  const original = taskSetOf(pass, scene, scene.originalTaskSetId);
  if (original === undefined || original.status === 'DRAINING') {
    return {
      rollbackMessage: 'The original task set has been terminated, so rollback could not be performed.',
    };
  }
  const { context, environment, nowMs } = pass;
  const rollbackDeploymentId = newDeploymentId(environment.ids);
  const { revision: _, stopRequest: __, previousRevision, ...settings } = row;
  saveDeployment(context, {
    ...settings,
    ...(previousRevision === undefined ? {} : { revision: previousRevision }),
    deploymentId: rollbackDeploymentId,
    creator: 'codeDeployRollback',
    rollbackOf: row.deploymentId,
    createdAtMs: nowMs,
    continued: [],
    hookAnswers: {},
    observed: { status: 'Created', updatedAtMs: nowMs, events: [], scene },
  });
  return { rollbackDeploymentId };
}
