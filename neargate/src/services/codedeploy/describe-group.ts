import type { DeploymentGroupInfo, LastDeploymentInfo } from '@aws-sdk/client-codedeploy';
import { toDate } from '../timestamps.ts';
import { describeRevision } from './revisions.ts';
import type { CodedeployTables, DeploymentGroupRow, DeploymentRow } from './store.ts';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentGroupInfo.html */
export function describeGroup(tables: CodedeployTables, row: DeploymentGroupRow): DeploymentGroupInfo {
  const { settings } = row;
  const attempted = deploymentsOf(tables, row).at(-1);
  const successful = deploymentsOf(tables, row).findLast(({ observed }) => observed.status === 'Succeeded');
  return {
    ...settings,
    applicationName: row.applicationName,
    deploymentGroupId: row.deploymentGroupId,
    deploymentGroupName: row.deploymentGroupName,
    computePlatform: row.computePlatform,
    autoScalingGroups: (settings.autoScalingGroups ?? []).map((name) => ({ name })),
    ...(successful?.revision === undefined ? {} : { targetRevision: describeRevision(successful.revision) }),
    lastSuccessfulDeployment: successful && describeLast(successful),
    lastAttemptedDeployment: attempted && describeLast(attempted),
  };
}

/** The group's deployments, oldest first. */
export function deploymentsOf(
  { deployments }: Pick<CodedeployTables, 'deployments'>,
  {
    applicationName,
    deploymentGroupName,
  }: Pick<DeploymentGroupRow, 'applicationName' | 'deploymentGroupName'>,
): readonly DeploymentRow[] {
  return [...deployments.values()].filter(
    (row) => row.applicationName === applicationName && row.deploymentGroupName === deploymentGroupName,
  );
}

function describeLast({ deploymentId, createdAtMs, observed }: DeploymentRow): LastDeploymentInfo {
  return {
    deploymentId,
    status: observed.status,
    createTime: toDate(createdAtMs),
    endTime: toDate(observed.completedAtMs),
  };
}
