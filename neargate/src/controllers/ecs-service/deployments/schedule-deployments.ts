import { lastCompleted } from '../../../services/ecs/deployments.ts';
import type { ServiceRow, TaskRow } from '../../../services/ecs/store.ts';
import type { ReconcileResult } from '../../reconciler.ts';
import { scheduleRolling } from '../rolling/schedule-rolling.ts';
import { rollBackTraffic } from '../traffic-shift/roll-back-traffic.ts';
import { scheduleTrafficShift } from '../traffic-shift/schedule-traffic-shift.ts';
import { currentService, observe, type ServicePass } from '../service-pass.ts';
import { countFailedTasks } from './count-failed-tasks.ts';
import type { DeploymentView } from './deployment-view.ts';
import { deploymentUnderWay } from './deployment-under-way.ts';
import { failDeployment } from './end-deployment.ts';
import { watchDeployment } from './monitor.ts';
import { settleOlder } from './older-deployments.ts';

/**
 * One look at a service of the ECS deployment controller: counts failures, watches the deployment under way, and lets its
 * strategy decide.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
 */
export function scheduleDeployments(
  pass: ServicePass,
  service: ServiceRow,
  tasks: readonly TaskRow[],
): ReconcileResult | undefined {
  const found = deploymentUnderWay(pass.tables, service);
  if (found === undefined) return undefined;
  settleOlder(pass, service, found, tasks);
  const observed = observe(pass, service, tasks);
  for (const deployment of currentService(pass).deployments) {
    const own = observed.filter(({ deploymentId }) => deploymentId === deployment.id);
    countFailedTasks(pass, service, deployment, tasks, own);
  }
  const primary = currentService(pass).deployments.find(({ id }) => id === found.primary.id) ?? found.primary;

  const { record, rolledBack } = found;
  let alarms: DeploymentView['alarms'] = [];
  // A rollback has no monitors of its own: it keeps trying.
  if (primary.observed.rolloutState === 'IN_PROGRESS' && record !== undefined && rolledBack === undefined) {
    const watch = watchDeployment(pass, service, primary, record);
    if (watch.failure !== undefined) {
      const older = service.deployments.filter(({ id }) => id !== primary.id);
      failDeployment(pass, currentService(pass), primary, watch.failure, lastCompleted(older));
      return { requeueAfterMs: 0 };
    }
    ({ alarms } = watch);
  }
  const view = { service: currentService(pass), deployment: { ...found, primary }, tasks, observed, alarms };
  return byStrategy(pass, view);
}

/** The strategy is that of the deployment under way; what is settled is kept as a rolling update would. */
function byStrategy(pass: ServicePass, view: DeploymentView): ReconcileResult | undefined {
  const { primary, rolledBack } = view.deployment;
  const record =
    view.deployment.record && pass.tables.serviceDeployments.get(view.deployment.record.serviceDeploymentArn);
  const { strategy = 'ROLLING' } = record?.deploymentConfiguration ?? {};
  const isSettled = primary.observed.rolloutState === 'COMPLETED';
  if (record === undefined || strategy === 'ROLLING' || isSettled) return scheduleRolling(pass, view);
  return rolledBack === undefined
    ? scheduleTrafficShift(pass, view, record)
    : rollBackTraffic(pass, view, record, rolledBack);
}
