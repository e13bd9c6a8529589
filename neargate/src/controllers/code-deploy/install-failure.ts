import type { DeploymentPass } from './deployment-pass.ts';
import { type DeploymentFailure, failures } from './failures.ts';
import { ecsOf } from './task-sets.ts';

/** The install timeout, with the reason for which the last task of the replacement stopped: AWS shows that in ECS only. */
export function installFailure(pass: DeploymentPass, timeoutMinutes: number): DeploymentFailure {
  const id = pass.row.observed.scene?.replacementTaskSetId;
  const last = [...ecsOf(pass).tasks.values()].findLast(
    ({ startedBy, stoppedReason }) => startedBy === id && stoppedReason !== undefined,
  );
  const why = last?.stoppedReason;
  return failures.installTimeout(timeoutMinutes, why === undefined ? '' : ` Last stopped task: ${why}`);
}
