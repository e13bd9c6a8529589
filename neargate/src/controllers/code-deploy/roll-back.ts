import { AwsError } from '../../core/aws-error.ts';
import type { DeploymentScene } from '../../services/codedeploy/store.ts';
import type { ReconcileResult } from '../reconciler.ts';
import { currentRow, type DeploymentPass, note } from './deployment-pass.ts';
import { fail, succeed } from './end-deployment.ts';
import { began, ended } from './event-rows.ts';
import { failures } from './failures.ts';
import { leaveOnly, routeTraffic } from './route-traffic.ts';
import { deleteTaskSet, makePrimary, serviceOf, taskSetOf } from './task-sets.ts';

/**
 * Takes a rollback one step further: all traffic goes to the original task set at once, which is primary again, and the
 * replacement is ended. Its only lifecycle event is AllowTraffic.
 */
export function rollBackDeployment(pass: DeploymentPass): ReconcileResult | undefined {
  const { observed, stopRequest } = pass.row;
  const { scene } = observed;
  if (scene === undefined) return undefined;
  if (stopRequest !== undefined) {
    fail(pass, failures.stopped());
    return undefined;
  }
  if (observed.phase === undefined) {
    note(pass, {
      status: 'InProgress',
      startedAtMs: pass.nowMs,
      phase: 'AllowTraffic',
      phaseSinceMs: pass.nowMs,
      events: began([], 'AllowTraffic', pass.nowMs),
    });
    return { requeueAfterMs: 0 };
  }
  return goBack(pass, scene);
}

function goBack(pass: DeploymentPass, scene: DeploymentScene): ReconcileResult | undefined {
  const service = serviceOf(pass, scene);
  const original = taskSetOf(pass, scene, scene.originalTaskSetId);
  if (service === undefined || original === undefined || original.status === 'DRAINING') {
    fail(pass, failures.invalidService(`The original task set ${scene.originalTaskSetId} has been deleted.`));
    return undefined;
  }
  const lost = routeTraffic(pass, scene, { production: 0, test: 0 });
  if (lost !== undefined) {
    fail(pass, failures.listenerWithoutPrimary(lost));
    return undefined;
  }
  try {
    makePrimary(pass, service, original);
    deleteTaskSet(pass, service, taskSetOf(pass, scene, scene.replacementTaskSetId));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    fail(pass, failures.ecsRefused(error.message));
    return undefined;
  }
  if (pass.row.observed.phase === 'AllowTraffic') {
    const { events } = currentRow(pass).observed;
    note(pass, {
      phase: 'TerminateReplacement',
      phaseSinceMs: pass.nowMs,
      events: ended(events, 'Succeeded', pass.nowMs),
    });
  }
  if (taskSetOf(pass, scene, scene.replacementTaskSetId) !== undefined) return undefined;
  leaveOnly(pass, scene, scene.originalTargetGroupArn);
  succeed(pass);
  return undefined;
}
