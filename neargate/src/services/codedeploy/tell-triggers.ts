import type { TriggerEventType } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../core/aws-error.ts';
import { type OperationContext, regionalScope } from '../context.ts';
import { publishForCaller } from '../sns/publish-for.ts';
import { assumeAsService } from '../sts/assume-as-service.ts';
import { applicationResource, codedeployArn } from './arns.ts';
import { codedeployTables, type DeploymentRow, groupKey } from './store.ts';
import { triggerMessage } from './trigger-message.ts';

/** What a new status is to triggers. */
const triggerEvents: Readonly<Partial<Record<DeploymentRow['observed']['status'], TriggerEventType>>> = {
  InProgress: 'DeploymentStart',
  Ready: 'DeploymentReady',
  Succeeded: 'DeploymentSuccess',
  Failed: 'DeploymentFailure',
  Stopped: 'DeploymentStop',
};

/**
 * Tells the topics of a deployment group's triggers of a deployment's new status, in the transaction under way and in the role of
 * the group. As in AWS, a topic that is gone or that the role may not publish to gets nothing, and the deployment goes on.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications.html
 */
export function tellTriggers(context: OperationContext, row: DeploymentRow): void {
  const { applicationName, deploymentGroupName } = row;
  const { groups } = codedeployTables(context.store, regionalScope(context.caller));
  const { settings } = groups.get(groupKey(applicationName, deploymentGroupName)) ?? {};
  const events = eventsOf(row);
  for (const {
    triggerName = '',
    triggerEvents = [],
    triggerTargetArn = '',
  } of settings?.triggerConfigurations ?? []) {
    if (!triggerEvents.some((event) => events.includes(event))) continue;
    try {
      publishForCaller(
        inGroupRole(context, row, settings?.serviceRoleArn ?? ''),
        triggerTargetArn,
        triggerMessage(context.caller, row, triggerName),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }
}

function eventsOf({ observed, rollbackOf }: DeploymentRow): readonly TriggerEventType[] {
  const event = triggerEvents[observed.status];
  if (event === undefined) return [];
  return event === 'DeploymentStart' && rollbackOf !== undefined ? [event, 'DeploymentRollback'] : [event];
}

/** Where policies are not enforced, a role that cannot be assumed does not stop it. @throws AwsError */
function inGroupRole(context: OperationContext, row: DeploymentRow, roleArn: string): OperationContext {
  if (context.authorization === undefined) return context;
  const assumption = assumeAsService(context, {
    roleArn,
    service: 'codedeploy.amazonaws.com',
    sourceArn: codedeployArn(context, applicationResource(row.applicationName)),
    sessionName: row.deploymentId,
  });
  if (assumption.kind === 'assumed') return assumption.context;
  if (!context.authorization.isEnforced) return context;
  throw new AwsError('AccessDenied', `The role ${roleArn} cannot be assumed.`);
}
