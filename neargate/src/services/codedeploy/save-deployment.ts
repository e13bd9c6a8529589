import { type OperationContext, regionalScope } from '../context.ts';
import { emitEvent } from '../events/emit-event.ts';
import { applicationResource, codedeployArn, groupResource } from './arns.ts';
import { codedeployTables, type DeploymentRow, groupKey } from './store.ts';
import { tellTriggers } from './tell-triggers.ts';

/** What the event says a deployment of each status has come to; the others are told of by none. */
const eventStates: Readonly<Partial<Record<DeploymentRow['observed']['status'], string>>> = {
  InProgress: 'START',
  Ready: 'READY',
  Succeeded: 'SUCCESS',
  Failed: 'FAILURE',
  Stopped: 'STOP',
};

/**
 * Writes how a deployment is, and tells the event bus and the group's triggers of a new status.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export function saveDeployment(context: OperationContext, row: DeploymentRow): void {
  const scope = regionalScope(context.caller);
  const tables = codedeployTables(context.store, scope);
  const before = tables.deployments.get(row.deploymentId);
  tables.deployments.put(row.deploymentId, row);
  const { status } = row.observed;
  const state = eventStates[status];
  // A deployment that is ready goes on; it does not start again.
  const isStartedAgain = status === 'InProgress' && before?.observed.status === 'Ready';
  if (before?.observed.status === status || state === undefined || isStartedAgain) return;
  const { applicationName, deploymentGroupName, deploymentId } = row;
  const group = tables.groups.get(groupKey(applicationName, deploymentGroupName));
  emitEvent(context, scope, {
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
    resources: [
      codedeployArn(context, applicationResource(applicationName)),
      codedeployArn(context, groupResource(applicationName, deploymentGroupName)),
    ],
    detail: {
      instanceGroupId: group?.deploymentGroupId,
      region: context.caller.region,
      application: applicationName,
      deploymentId,
      state,
      deploymentGroup: deploymentGroupName,
    },
  });
  tellTriggers(context, row);
}
