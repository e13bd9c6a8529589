import { parseArn } from '../../core/arn.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { OperationContext } from '../context.ts';
import { publishForService } from '../sns/publish-for.ts';
import { alarmMessage, type AlarmNews } from './alarm-message.ts';
import { recordAction } from './alarm-history.ts';
import type { AlarmHistoryRow, AlarmState } from './store.ts';

interface Actions {
  readonly actionsEnabled: boolean;
  readonly okActions: readonly string[];
  readonly alarmActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
}

/** The actions of the state that an alarm is in. */
export function actionsOf(alarm: Actions, stateValue: AlarmState['stateValue']): readonly string[] {
  switch (stateValue) {
    case 'OK':
      return alarm.okActions;
    case 'ALARM':
      return alarm.alarmActions;
    case 'INSUFFICIENT_DATA':
      return alarm.insufficientDataActions;
  }
}

/**
 * Takes the actions of the state that an alarm has come to: topics are told of it, and the history says which actions nobody
 * takes here. Those on scaling policies are taken by the autoscaling controller, which sees the state and writes what it did.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
 */
export function takeActions(
  context: OperationContext,
  named: Pick<AlarmHistoryRow, 'alarmName' | 'alarmType'>,
  news: AlarmNews,
): void {
  const { alarm, after } = news;
  if (!alarm.actionsEnabled) return;
  for (const action of actionsOf(alarm, after.stateValue)) {
    if (isScalingPolicy(action)) continue;
    const failure =
      parseArn(action)?.service === 'sns' ? tellTopic(context, action, news) : whyNotTaken(action);
    recordAction(context, named, action, failure);
  }
}

/** @returns why the topic was not told */
function tellTopic(context: OperationContext, topicArn: string, news: AlarmNews): string | undefined {
  const { accountId } = context.caller;
  try {
    publishForService(
      context,
      topicArn,
      {
        service: 'cloudwatch.amazonaws.com',
        sourceArn: news.alarm.alarmArn,
        sourceAccountId: accountId,
      },
      alarmMessage(context, news),
      // By this key the policy of a new topic lets the alarms of its own account.
      { 'aws:SourceOwner': accountId },
    );
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}

export function isScalingPolicy(action: string): boolean {
  const arn = parseArn(action);
  return arn?.service === 'autoscaling' && arn.resource.startsWith('scalingPolicy:');
}

function whyNotTaken(action: string): string {
  const service = parseArn(action)?.service ?? 'unknown';
  return `Neargate stores actions on ${service} and does not take them. A rule of EventBridge on "CloudWatch Alarm State Change" is delivered.`;
}
