import type { DeploymentInfo, DeploymentOverview, TargetStatus } from '@aws-sdk/client-codedeploy';
import { toDate } from '../timestamps.ts';
import { describeRevision } from './revisions.ts';
import { type DeploymentRow, isActive } from './store.ts';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html */
export function describeDeployment(row: DeploymentRow): DeploymentInfo {
  const { observed } = row;
  const { rollbackDeploymentId, rollbackMessage } = observed;
  const hasRollback = rollbackDeploymentId ?? rollbackMessage ?? row.rollbackOf;
  return {
    applicationName: row.applicationName,
    deploymentGroupName: row.deploymentGroupName,
    deploymentConfigName: row.deploymentConfigName,
    deploymentId: row.deploymentId,
    ...(row.previousRevision === undefined
      ? {}
      : { previousRevision: describeRevision(row.previousRevision) }),
    ...(row.revision === undefined ? {} : { revision: describeRevision(row.revision) }),
    status: observed.status,
    errorInformation: observed.errorInformation,
    createTime: toDate(row.createdAtMs),
    startTime: toDate(observed.startedAtMs),
    completeTime: toDate(observed.completedAtMs),
    deploymentOverview: overviewOf(row),
    description: row.description,
    creator: row.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: row.autoRollbackConfiguration,
    updateOutdatedInstancesOnly: false,
    ...(hasRollback === undefined
      ? {}
      : {
          rollbackInfo: {
            rollbackDeploymentId,
            rollbackMessage,
            rollbackTriggeringDeploymentId: row.rollbackOf,
          },
        }),
    deploymentStyle: row.deploymentStyle,
    instanceTerminationWaitTimeStarted:
      observed.phase === 'TerminationWait' || observed.phase === 'TerminateOriginal',
    blueGreenDeploymentConfiguration: row.blueGreenDeploymentConfiguration,
    loadBalancerInfo: row.loadBalancerInfo,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'ECS',
    overrideAlarmConfiguration: row.overrideAlarmConfiguration,
  };
}

/** The status of a deployment's only target, the ECS service. */
export function targetStatusOf(row: DeploymentRow): TargetStatus {
  const { status } = row.observed;
  if (status === 'Created' || status === 'Queued') return 'Pending';
  if (status === 'Ready' || status === 'Succeeded' || status === 'Failed') return status;
  return isActive(row) ? 'InProgress' : 'Skipped';
}

function overviewOf(row: DeploymentRow): DeploymentOverview {
  const overview = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  const status = targetStatusOf(row);
  if (status !== 'Unknown') overview[status] = 1;
  return overview;
}
