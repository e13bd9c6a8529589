import { isDeepStrictEqual } from 'node:util';
import type { DeploymentRow, ServiceRow, TaskRow } from '../../../services/ecs/store.ts';
import { sayCannotPlace } from '../say.ts';
import type { ServicePass } from '../service-pass.ts';
import type { ObservedTask } from '../service-view.ts';
import { putDeployment } from './deployment-records.ts';
import { countFailures } from './failures.ts';

/** Counts failed tasks into a deployment, says why they failed, and returns the deployment as it is then. */
export function countFailedTasks(
  pass: ServicePass,
  service: ServiceRow,
  deployment: DeploymentRow,
  tasks: readonly TaskRow[],
  own: readonly ObservedTask[],
): DeploymentRow {
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  const healthy = own.filter(({ health }) => health === 'healthy').map(({ taskArn }) => taskArn);
  const count = countFailures(deployment, tasks, healthy, {
    nowMs: pass.nowMs,
    resetAtMs: service.lastUpdatedAtMs ?? 0,
    resetOnHealthyTask: breaker?.resetOnHealthyTask ?? true,
  });
  const before = new Set(deployment.observed.countedTaskArns);
  for (const arn of (count.countedTaskArns ?? []).filter((one) => !before.has(one))) {
    const task = pass.tables.tasks.get(arn);
    if (task?.stopCode === 'TaskFailedToStart' && task.stoppedReason !== undefined) {
      sayCannotPlace(pass, service, task.stoppedReason);
    }
  }
  const observed = { ...deployment.observed, ...count };
  if (isDeepStrictEqual(observed, deployment.observed)) return deployment;
  const changed: DeploymentRow = { ...deployment, observed: { ...observed, updatedAtMs: pass.nowMs } };
  putDeployment(pass, changed);
  return changed;
}
