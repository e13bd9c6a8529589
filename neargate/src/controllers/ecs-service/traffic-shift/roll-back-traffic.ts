import type { ServiceDeploymentRow } from '../../../services/ecs/service-deployment-row.ts';
import type { DeploymentRow } from '../../../services/ecs/store.ts';
import type { ReconcileResult } from '../../reconciler.ts';
import { noteServiceDeployment } from '../deployments/deployment-records.ts';
import type { DeploymentView } from '../deployments/deployment-view.ts';
import { completeDeployment } from '../deployments/end-deployment.ts';
import { occupies } from '../deployments/older-deployments.ts';
import { lookAgain } from '../look-again.ts';
import type { ServicePass } from '../service-pass.ts';
import { isFleetUp, keepFleet } from './fleets.ts';
import { shiftTraffic } from './shift-traffic.ts';

/**
 * Takes a failed traffic shift back: the weights return to blue at once, and green is stopped. Blue still has all its tasks,
 * unless the deployment had come to clean up; then it gets the traffic as soon as one of its tasks is healthy again.
 */
export function rollBackTraffic(
  pass: ServicePass,
  view: DeploymentView,
  record: ServiceDeploymentRow,
  green: DeploymentRow,
): ReconcileResult | undefined {
  const { service, deployment, tasks, observed } = view;
  const { primary: blue } = deployment;
  const { traffic = { production: 0, test: 0 } } = record.observed;
  const mayShift =
    traffic.production === 0 ||
    service.desiredCount === 0 ||
    observed.some(({ deploymentId, health }) => deploymentId === blue.id && health === 'healthy');
  const isShifted = mayShift && shiftTraffic(pass, service, green, { production: 0, test: 0 });
  if (isShifted) {
    noteServiceDeployment(pass, record.serviceDeploymentArn, { traffic: { production: 0, test: 0 } });
  }
  const isBlueUp = isFleetUp(blue.id, service.desiredCount, observed);
  const waits = service.deployments.map((source) => {
    if (source.id !== blue.id && !isShifted) return 0;
    // What is neither may be all that serves until blue is whole.
    if (source.id !== blue.id && source.id !== green.id && !isBlueUp) return 0;
    const wantedCount = source.id === blue.id ? service.desiredCount : 0;
    return keepFleet(pass, service, { source, wantedCount, mayStart: true }, observed);
  });
  const isAlone = tasks.every((task) => task.startedBy === blue.id || !occupies(task));
  if (isShifted && isAlone && isBlueUp) {
    completeDeployment(pass, service, deployment);
    return { requeueAfterMs: 0 };
  }
  return lookAgain(pass, observed, Math.max(0, ...waits));
}
