import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import type { Store } from '../../store/store.ts';
import { emitEvent } from '../events/emit-event.ts';
import { applicationResource, codedeployArn, groupResource } from './arns.ts';
import { codedeployTables, type DeploymentRow, groupKey } from './store.ts';

/** What the event says a deployment of each status has come to; the others are told of by none. */
const eventStates: Readonly<Partial<Record<DeploymentRow['observed']['status'], string>>> = {
  InProgress: 'START',
  Ready: 'READY',
  Succeeded: 'SUCCESS',
  Failed: 'FAILURE',
  Stopped: 'STOP',
};

/**
 * Writes how a deployment is, and tells the event bus of a new status: `CodeDeploy Deployment State-change Notification`.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export function saveDeployment(
  environment: { readonly store: Store; readonly clock: Clock; readonly ids: IdSource },
  scope: string,
  row: DeploymentRow,
): void {
  const tables = codedeployTables(environment.store, scope);
  const before = tables.deployments.get(row.deploymentId);
  tables.deployments.put(row.deploymentId, row);
  const { status } = row.observed;
  const state = eventStates[status];
  // A deployment that is ready goes on; it does not start again.
  const isStartedAgain = status === 'InProgress' && before?.observed.status === 'Ready';
  if (before?.observed.status === status || state === undefined || isStartedAgain) return;
  const [accountId = '', region = ''] = scope.split('/');
  const context = { caller: { accountId, region, partition: 'aws', principalArn: '' } } as const;
  const { applicationName, deploymentGroupName, deploymentId } = row;
  const group = tables.groups.get(groupKey(applicationName, deploymentGroupName));
  emitEvent(environment, scope, {
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
    resources: [
      codedeployArn(context, applicationResource(applicationName)),
      codedeployArn(context, groupResource(applicationName, deploymentGroupName)),
    ],
    detail: {
      instanceGroupId: group?.deploymentGroupId,
      region,
      application: applicationName,
      deploymentId,
      state,
      deploymentGroup: deploymentGroupName,
    },
  });
}
