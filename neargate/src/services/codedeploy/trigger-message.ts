import type { Caller } from '../context.ts';
import { describeDeployment } from './describe-deployment.ts';
import type { DeploymentRow } from './store.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const maxSubjectLength = 100;

/** What the topic of a trigger gets. https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-json-format.html */
export function triggerMessage(
  { accountId, region }: Caller,
  row: DeploymentRow,
  triggerName: string,
): { readonly subject: string; readonly body: string } {
  const { applicationName, deploymentId, deploymentGroupName, createdAtMs, observed } = row;
  const { status, completedAtMs, errorInformation } = observed;
  const counts = Object.entries(describeDeployment(row).deploymentOverview ?? {});
  return {
    subject:
      `${status.toUpperCase()}: AWS CodeDeploy ${deploymentId} in ${region} to ${applicationName}`.slice(
        0,
        maxSubjectLength,
      ),
    body: JSON.stringify({
      region,
      accountId,
      eventTriggerName: triggerName,
      applicationName,
      deploymentId,
      deploymentGroupName,
      createTime: seconds(createdAtMs),
      completeTime: completedAtMs === undefined ? null : seconds(completedAtMs),
      deploymentOverview: Object.fromEntries(counts.map(([name, count]) => [name, String(count)])),
      status,
      ...(errorInformation === undefined
        ? {}
        : { errorInformation: { ErrorCode: errorInformation.code, ErrorMessage: errorInformation.message } }),
    }),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
