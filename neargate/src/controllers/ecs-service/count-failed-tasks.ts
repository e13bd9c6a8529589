import type { DeploymentRow, ServiceRow, TaskRow } from '../../services/ecs/store.ts';
import { putDeployment } from './deployment-records.ts';
import { countFailures } from './failures.ts';
import { sayCannotPlace } from './say.ts';
import type { ServicePass } from './service-pass.ts';
import type { ObservedTask } from './service-view.ts';

/** Counts failed tasks into a deployment, says why they failed, and returns the deployment as it is then. */
export function countFailedTasks(
  pass: ServicePass,
  service: ServiceRow,
  deployment: DeploymentRow,
  tasks: readonly TaskRow[],
  own: readonly ObservedTask[],
): DeploymentRow {
  const { failedTasks, countedTaskArns } = countFailures(
    deployment,
    tasks,
    own.some(({ health }) => health === 'healthy'),
  );
  const before = new Set(deployment.observed.countedTaskArns);
  const fresh = countedTaskArns.filter((arn) => !before.has(arn));
  if (failedTasks === deployment.observed.failedTasks && fresh.length === 0) return deployment;
  for (const arn of fresh) {
    const task = pass.tables.tasks.get(arn);
    if (task?.stopCode === 'TaskFailedToStart' && task.stoppedReason !== undefined) {
      sayCannotPlace(pass, service, task.stoppedReason);
    }
  }
  const changed: DeploymentRow = {
    ...deployment,
    observed: { ...deployment.observed, failedTasks, countedTaskArns, updatedAtMs: pass.nowMs },
  };
  putDeployment(pass, changed);
  return changed;
}
