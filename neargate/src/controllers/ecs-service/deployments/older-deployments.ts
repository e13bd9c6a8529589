import type { ServiceRow, TaskRow } from '../../../services/ecs/store.ts';
import { currentService, type ServicePass } from '../service-pass.ts';
import type { DeploymentUnderWay } from './deployment-under-way.ts';
import { noteServiceDeployment } from './deployment-records.ts';

/** A task that still serves or drains. One that is past its drain no longer holds up the deployment. */
export function occupies({ observed: { lastStatus } }: TaskRow): boolean {
  return !['STOPPING', 'DEPROVISIONING', 'STOPPED'].includes(lastStatus);
}

/**
 * Keeps the list of older deployments true: one whose tasks are gone is INACTIVE, and forgotten once the primary deployment is
 * COMPLETED; until then it may still be gone back to. Records of deployments that a later one has overtaken end.
 */
export function settleOlder(
  pass: ServicePass,
  service: ServiceRow,
  { primary, rolledBack }: DeploymentUnderWay,
  tasks: readonly TaskRow[],
): void {
  const occupied = new Set(tasks.filter(occupies).map(({ startedBy }) => startedBy));
  const isSettled = primary.observed.rolloutState === 'COMPLETED';
  for (const older of service.deployments) {
    if (older.id === primary.id || older.id === rolledBack?.id) continue;
    endOvertaken(pass, older.serviceDeploymentArn, primary.serviceDeploymentArn);
  }
  const deployments = service.deployments.flatMap((deployment) => {
    if (deployment.id === primary.id) return deployment;
    const status = occupied.has(deployment.id) ? ('ACTIVE' as const) : ('INACTIVE' as const);
    if (status === 'INACTIVE' && isSettled) return [];
    return deployment.status === status ? deployment : { ...deployment, status };
  });
  const isUnchanged =
    deployments.length === service.deployments.length &&
    deployments.every((deployment, index) => deployment === service.deployments[index]);
  if (!isUnchanged) pass.tables.services.put(service.serviceArn, { ...currentService(pass), deployments });
}

/** AWS publishes no text for this. */
function endOvertaken(pass: ServicePass, arn: string, byArn: string): void {
  const status = pass.tables.serviceDeployments.get(arn)?.observed.status;
  const change = { statusReason: `Superseded by service deployment ${byArn}.`, finishedAtMs: pass.nowMs };
  switch (status) {
    case 'PENDING':
    case 'IN_PROGRESS':
    case 'STOP_REQUESTED':
    case 'ROLLBACK_REQUESTED':
      noteServiceDeployment(pass, arn, { ...change, status: 'STOPPED' });
      break;
    case 'ROLLBACK_IN_PROGRESS':
      noteServiceDeployment(pass, arn, { ...change, status: 'ROLLBACK_FAILED' });
      break;
    default:
  }
}
